/// Opening models: files are checked in Java before native code reads them.
package dev.glimpse.runtime.load;
