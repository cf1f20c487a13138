/// Vision-language models in-process: open a pair of GGUF files, ask questions about images.
@org.jspecify.annotations.NullMarked
module dev.glimpse.runtime {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    requires dev.glimpse.bindings;
    requires transitive dev.glimpse.vision;

    exports dev.glimpse.runtime;
    exports dev.glimpse.runtime.caption;
    exports dev.glimpse.runtime.chat;
    exports dev.glimpse.runtime.fault;
    exports dev.glimpse.runtime.memory;
    exports dev.glimpse.runtime.options;
    exports dev.glimpse.runtime.sampling;
}
