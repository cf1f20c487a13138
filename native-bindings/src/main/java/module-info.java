/// llama.cpp's native libraries for Java: generated bindings, kept inside, and owners over them.
@org.jspecify.annotations.NullMarked
module dev.glimpse.bindings {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;

    exports dev.glimpse.bindings.fault;
    exports dev.glimpse.bindings.ggml;
    exports dev.glimpse.bindings.gguf;
    exports dev.glimpse.bindings.handle;
    exports dev.glimpse.bindings.library;
    exports dev.glimpse.bindings.llama;
    exports dev.glimpse.bindings.mtmd;
}
