/// evaluation
@org.jspecify.annotations.NullMarked
module dev.glimpse.evaluation {
    requires static org.jspecify;
    requires dev.glimpse.runtime;
}
