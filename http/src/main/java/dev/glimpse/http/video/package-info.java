/// Videos in requests: [dev.glimpse.http.video.VideoPart] reads a part of a message, whose frames
/// are sampled as [dev.glimpse.http.video.VideoOptionFields] say.
package dev.glimpse.http.video;
