package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.dataset.AbsentText;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.extract.Extractor;
import java.util.LinkedHashMap;
import java.util.Map;

/// All rules that a score depends on once the answers are there.
///
/// @param benchmark says how it is counted
/// @param absent which options are none
/// @param cut taken from answers before they are read
/// @param extractor reads them
public record ScoreRules(
        Benchmark benchmark, AbsentText absent, AnswerCut cut, Extractor extractor) {

    /// How the file of questions is read.
    public QuestionRules questionRules() {
        return new QuestionRules(benchmark.scorer().grouping(), absent);
    }

    /// The rules' names with versions, by kind.
    public Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        names.put("benchmark", benchmark.id().name());
        names.put("scorer", benchmark.scorer().id().toString());
        names.put("extractor", extractor.id().toString());
        names.put("cut", cut.id().toString());
        names.put("absent_options", absent.id().toString());
        return names;
    }
}
