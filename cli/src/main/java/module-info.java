/// cli
@org.jspecify.annotations.NullMarked
module dev.glimpse.cli {
    requires static org.jspecify;
    requires dev.glimpse.runtime;
}
