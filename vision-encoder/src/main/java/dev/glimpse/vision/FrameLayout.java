package dev.glimpse.vision;

/// How a model reads the frames of a video.
public enum FrameLayout {
    /// Each as an image is read, with the line's end between two that a conversation puts between
    /// images. OpenBMB's `chat()` does so for MiniCPM-V 2.0 to 4.0; so is it done for models whose
    /// own way is not known here.
    LIKE_IMAGES,
    /// Several frames become one embedding, which is read as an image is: the 3D resampler of
    /// MiniCPM-V 4.5, whose keys know the time of each frame.
    PACKED,
    /// All frames in the place of one image, one directly behind the other, as the processors of
    /// MiniCPM-V 4.6 and 4.7 write them.
    TOGETHER
}
