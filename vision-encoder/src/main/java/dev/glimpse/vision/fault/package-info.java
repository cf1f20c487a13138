/// What this module throws besides [IllegalArgumentException]: of an image or video that is not
/// read ([dev.glimpse.vision.fault.ImageException], the sender's fault), and of the encoder
/// ([dev.glimpse.vision.fault.EncoderException]). Messages say what was found, what is allowed and
/// what to do.
package dev.glimpse.vision.fault;
