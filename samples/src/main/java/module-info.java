/// samples
@org.jspecify.annotations.NullMarked
module dev.glimpse.samples {
    requires static org.jspecify;
    requires dev.glimpse.runtime;
}
