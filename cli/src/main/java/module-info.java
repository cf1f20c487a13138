/// The command line: asks, talks, serves, inspects.
@org.jspecify.annotations.NullMarked
module dev.glimpse.cli {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    requires com.github.luben.zstd_jni;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires dev.glimpse.bindings;
    requires dev.glimpse.evaluation;
    requires dev.glimpse.http;
    requires dev.glimpse.runtime;
    requires info.picocli;
    // JLine reaches Ctrl-C through sun.misc.Signal, by name.
    requires jdk.unsupported;
    requires org.jline.reader;
    requires org.jline.terminal;
    requires org.slf4j;
    requires org.tukaani.xz;
    requires tools.jackson.core;

    // picocli fills the fields of the commands.
    opens dev.glimpse.cli to
            info.picocli;
    opens dev.glimpse.cli.command to
            info.picocli;
    opens dev.glimpse.cli.flag to
            info.picocli;
}
