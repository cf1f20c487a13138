/// Short programs that show how to use Glimpse from Java.
@org.jspecify.annotations.NullMarked
module dev.glimpse.samples {
    requires static org.jspecify;
    requires dev.glimpse.evaluation;
    requires dev.glimpse.runtime;
}
