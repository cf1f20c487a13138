/// How decoding and image encoding share the processor.
package dev.glimpse.runtime.cpu;
