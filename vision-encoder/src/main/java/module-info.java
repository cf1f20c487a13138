/// Images to embeddings: decoding, slicing, and the vision encoder.
@org.jspecify.annotations.NullMarked
module dev.glimpse.vision {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    requires transitive dev.glimpse.bindings;
    requires org.bytedeco.javacpp;
    requires org.bytedeco.opencv;
    requires static org.bytedeco.ffmpeg;

    exports dev.glimpse.vision;
    exports dev.glimpse.vision.fault;
    exports dev.glimpse.vision.image;
    exports dev.glimpse.vision.video;
}
