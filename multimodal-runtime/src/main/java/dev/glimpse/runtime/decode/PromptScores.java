package dev.glimpse.runtime.decode;

import dev.glimpse.bindings.llama.Logits;
import dev.glimpse.runtime.PromptToken;
import dev.glimpse.runtime.ScoredToken;
import dev.glimpse.runtime.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How likely the tokens of a job's prompt are, as far as that is wanted: of an answer's prompt
/// each with its alternatives, of choices that are scored their sum. Confined to the decode thread.
final class PromptScores {
    private final DecodeJob job;
    private final Optional<TokenScorer> scorer;
    private final List<PromptToken> tokens = new ArrayList<>();
    private double sum;

    PromptScores(DecodeJob job, Optional<TokenScorer> scorer) {
        this.job = job;
        this.scorer = scorer;
        if (job.rules().scoresPrompt() && !job.rows().isImage(0)) {
            Token first = scorer.orElseThrow().token(job.rows().key(0).token());
            tokens.add(new PromptToken(first, Optional.empty()));
        }
    }

    /// Scores the token of a row, which is text.
    ///
    /// @param logits of the row before
    void score(int row, Logits logits) {
        int token = job.rows().key(row).token();
        if (job.isScoring()) {
            sum += TokenScorer.logProbabilities(logits, List.of(token)).getFirst();
            return;
        }
        ScoredToken score = scorer.orElseThrow().score(logits, token);
        tokens.add(new PromptToken(score.token(), Optional.of(score)));
    }

    /// The prompt's tokens, those that have been scored.
    List<PromptToken> tokens() {
        return tokens;
    }

    /// What a job is told that scores choices.
    ///
    /// @param logits of the last row
    DecodeEvent.Scored scored(Logits logits) {
        return new DecodeEvent.Scored(sum, TokenScorer.logProbabilities(logits, job.ends()));
    }
}
