package dev.glimpse.vision.image;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Who may see what around images and videos.
class ImageBoundariesTest {
    private static final String IMAGE = "dev.glimpse.vision.image..";

    private static final String[] OPENCV = {
        "org.opencv..", "org.bytedeco.opencv..", "org.bytedeco.openblas.."
    };

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.glimpse.vision");

    @Test
    void onlyTheImagePackageSeesOpenCv() {
        noClasses()
                .that()
                .resideOutsideOfPackage(IMAGE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OPENCV)
                .check(classes);
    }

    @Test
    void onlyOneClassOfItSeesOpenCv() {
        noClasses()
                .that()
                .haveNameNotMatching("dev\\.glimpse\\.vision\\.image\\.codec\\.OpenCv(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(OPENCV)
                .check(classes);
    }

    @Test
    void onlyWhatRunsInItsOwnProcessSeesFfmpeg() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.glimpse.vision.video.ffmpeg")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.ffmpeg..")
                .check(classes);
    }

    @Test
    void imagesKnowNothingOfTheBindings() {
        noClasses()
                .that()
                .resideInAPackage(IMAGE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.glimpse.bindings..")
                .check(classes);
    }

    @Test
    void codecsKnowNothingOfTheDecoderOverThem() {
        noClasses()
                .that()
                .resideInAPackage("dev.glimpse.vision.image.codec")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.glimpse.vision.image")
                .check(classes);
    }
}
