/// Measures how well a model answers: questions with accepted answers in, named rules over them, an
/// accuracy with its confidence interval out.
@org.jspecify.annotations.NullMarked
module dev.glimpse.evaluation {
    requires static org.jspecify;
    requires static com.google.errorprone.annotations;
    requires transitive dev.glimpse.runtime;
    requires com.github.luben.zstd_jni;
    requires dev.hardwood.core;
    requires java.net.http;
    requires java.xml;
    requires snappy.java;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports dev.glimpse.evaluation.answer;
    exports dev.glimpse.evaluation.benchmark;
    exports dev.glimpse.evaluation.caption;
    exports dev.glimpse.evaluation.dataset;
    exports dev.glimpse.evaluation.extract;
    exports dev.glimpse.evaluation.fault;
    exports dev.glimpse.evaluation.grade;
    exports dev.glimpse.evaluation.judge;
    exports dev.glimpse.evaluation.mark;
    exports dev.glimpse.evaluation.preference;
    exports dev.glimpse.evaluation.prompt;
    exports dev.glimpse.evaluation.question;
    exports dev.glimpse.evaluation.report;
    exports dev.glimpse.evaluation.rule;
    exports dev.glimpse.evaluation.run;
    exports dev.glimpse.evaluation.scoring;
    exports dev.glimpse.evaluation.table;
}
