/// What lies beside the program: the embedded model, the sample images, the version.
package dev.glimpse.cli.install;
