/// Short programs on the public API alone.
package dev.glimpse.samples;
