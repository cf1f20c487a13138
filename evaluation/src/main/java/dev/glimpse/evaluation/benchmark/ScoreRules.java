package dev.glimpse.evaluation.benchmark;

import dev.glimpse.evaluation.dataset.AbsentText;
import dev.glimpse.evaluation.dataset.QuestionRules;
import dev.glimpse.evaluation.extract.AnswerCut;
import dev.glimpse.evaluation.mark.Marker;
import dev.glimpse.evaluation.preference.LengthControl;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// All rules that a score depends on once the answers are there.
///
/// @param benchmark says how it is counted
/// @param absent which options are none
/// @param cut taken from answers before they are read
/// @param marker reads and marks them
/// @param by how answers come about
/// @param lengthControl for a win rate that lengths do not count in
public record ScoreRules(
        Benchmark benchmark,
        AbsentText absent,
        AnswerCut cut,
        Marker marker,
        AnswerBy by,
        Optional<LengthControl> lengthControl) {

    /// Without a control of lengths.
    public ScoreRules(
            Benchmark benchmark, AbsentText absent, AnswerCut cut, Marker marker, AnswerBy by) {
        this(benchmark, absent, cut, marker, by, Optional.empty());
    }

    /// For answers that models wrote.
    public ScoreRules(Benchmark benchmark, AbsentText absent, AnswerCut cut, Marker marker) {
        this(benchmark, absent, cut, marker, AnswerBy.WRITING);
    }

    public ScoreRules withMarker(Marker value) {
        return new ScoreRules(benchmark, absent, cut, value, by, lengthControl);
    }

    public ScoreRules withLengthControl(LengthControl value) {
        return new ScoreRules(benchmark, absent, cut, marker, by, Optional.of(value));
    }

    /// How the file of questions is read.
    public QuestionRules questionRules() {
        return new QuestionRules(benchmark.scorer().grouping(), absent)
                .withAnswers(benchmark.answers());
    }

    /// The rules' names with versions, by kind.
    public Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        names.put("benchmark", benchmark.id().name());
        names.put("scorer", benchmark.scorer().id().toString());
        names.put("answer_by", by.id().toString());
        if (by == AnswerBy.WRITING) {
            names.put("extractor", marker.id().toString());
            marker.judgedBy().ifPresent(judge -> names.put("judge", judge));
            names.put("cut", cut.id().toString());
        }
        lengthControl.ifPresent(_ -> names.put("length_control", LengthControl.ID.toString()));
        names.put("absent_options", absent.id().toString());
        return names;
    }
}
