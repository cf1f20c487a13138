/// Image encoding beside decoding: [VisionThread] runs a vision encoder on a thread of its own.
package dev.glimpse.runtime.encode;
