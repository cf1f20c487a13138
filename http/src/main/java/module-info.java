/// http
@org.jspecify.annotations.NullMarked
module dev.glimpse.http {
    requires static org.jspecify;
    requires dev.glimpse.runtime;
}
