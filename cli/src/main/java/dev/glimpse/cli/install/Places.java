package dev.glimpse.cli.install;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Versions, folders and environment variables that decide how the program runs.
public final class Places {
    private static final List<String> VARIABLES =
            List.of(
                    "GLIMPSE_HOST",
                    "GLIMPSE_PORT",
                    "GLIMPSE_LOG",
                    "GLIMPSE_LOG_FORMAT",
                    "GLIMPSE_JAVA_OPTS",
                    "GLIMPSE_NATIVE_DIR",
                    "GLIMPSE_AOT",
                    "GLIMPSE_CACHE",
                    "NO_COLOR",
                    "JAVA_HOME");

    private Places() {}

    /// All of them, in the order in which they are shown.
    public static List<Place> of(Installation installation, Map<String, String> environment) {
        var places = new ArrayList<Place>();
        String unknown = "not known: started without bin/glimpse";
        places.add(new Place("glimpse", Version.glimpse()));
        places.add(new Place("llama.cpp", Version.llama()));
        places.add(new Place("java", Runtime.version() + " in " + System.getProperty("java.home")));
        places.add(new Place("home", installation.home().map(Path::toString).orElse(unknown)));
        places.add(
                new Place(
                        "model",
                        installation
                                .home()
                                .map(_ -> installation.embeddedModel().toString())
                                .orElse(unknown)));
        places.add(
                new Place(
                        "opencv cache",
                        System.getProperty(
                                "org.bytedeco.javacpp.cachedir",
                                System.getProperty("user.home") + "/.javacpp/cache")));
        for (String variable : VARIABLES) {
            places.add(new Place(variable, environment.getOrDefault(variable, "")));
        }
        return places;
    }
}
