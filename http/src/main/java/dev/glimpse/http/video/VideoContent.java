package dev.glimpse.http.video;

import dev.glimpse.http.body.Schema;
import dev.glimpse.http.fault.ErrorType;
import dev.glimpse.http.fault.RequestException;
import dev.glimpse.http.fields.ContentLimits;
import dev.glimpse.http.fields.ImageData;
import dev.glimpse.runtime.chat.Content;
import dev.glimpse.runtime.chat.ImageOptions;
import dev.glimpse.runtime.chat.VideoFrame;
import dev.glimpse.runtime.chat.VideoSource;
import dev.glimpse.vision.video.FrameSampling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A video as it came, and what is said of it.
///
/// @param place where it stands in the request, for messages
/// @param options which frames are seen
/// @param images how each is seen
record VideoContent(String place, VideoOptions options, ImageOptions images) {
    private static final String FRAMES = "data:video/jpeg;base64,";

    /// What a video may be in JSON.
    static final Schema SCHEMA =
            Schema.string()
                    .described(
                            "A data URI of a video file (`data:video/mp4;base64,...`), told by its"
                                + " bytes; or `data:video/jpeg;base64,` and frames as image files"
                                + " in base64, with commas between them.");

    /// From a data URI, or a URL where such are fetched.
    ///
    /// @throws RequestException if it is neither
    Content of(String url, ContentLimits limits) {
        if (url.regionMatches(true, 0, FRAMES, 0, FRAMES.length())) {
            return new Content.Video(frames(url), options.framesPerPack());
        }
        return of(limits.image(place, url));
    }

    /// From a file.
    ///
    /// @throws RequestException if it is empty
    Content of(byte[] file) {
        if (file.length == 0) {
            throw new RequestException(
                    ErrorType.INVALID_IMAGE, place, place + " is empty; send a video file");
        }
        return new Content.VideoFile(
                VideoSource.of(file), options.sampling(), images, options.framesPerPack());
    }

    private List<VideoFrame> frames(String url) {
        FrameSampling sampling = options.sampling();
        String[] all = url.substring(FRAMES.length()).split(",", -1);
        var frames = new ArrayList<VideoFrame>();
        for (int index : sampling.spread(all.length)) {
            byte[] file = ImageData.decode(place + ", frame " + (index + 1), all[index]);
            var time = Duration.ofNanos(Math.round(index * 1e9 / sampling.framesPerSecond()));
            frames.add(new VideoFrame(Content.image(file, images), time));
        }
        return frames;
    }
}
