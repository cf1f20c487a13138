/// Videos in requests: as parts of a message ([dev.glimpse.http.video.VideoPart]), or as fields of
/// a body ([dev.glimpse.http.video.VideoFields]). Their frames are sampled as
/// [dev.glimpse.http.video.VideoOptionFields] say.
package dev.glimpse.http.video;
