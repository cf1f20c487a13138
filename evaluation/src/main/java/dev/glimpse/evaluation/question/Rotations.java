package dev.glimpse.evaluation.question;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Makes the rotations that CircularEval asks, where a file has the questions as written alone.
public final class Rotations {
    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    private Rotations() {}

    /// The questions, each followed by its rotations, as MMBench's files number and turn them: in
    /// pass k the options move one place to the right k times, the last to the front, the answer
    /// with them, and the index is k million more. Questions that are rotated already come back as
    /// they are.
    public static List<Question> complete(List<Question> questions) {
        long groups = questions.stream().map(q -> q.placement().group()).distinct().count();
        if (groups < questions.size()) {
            return questions;
        }
        var all = new ArrayList<Question>();
        for (Question question : questions) {
            all.add(question);
            for (int pass = 1; pass < question.options().list().size(); pass++) {
                all.add(rotated(question, pass));
            }
        }
        return all;
    }

    private static Question rotated(Question question, int pass) {
        List<Option> options = question.options().list();
        int count = options.size();
        var turned = new ArrayList<Option>();
        String answer = question.answer();
        for (int place = 0; place < count; place++) {
            Option moved = options.get(Math.floorMod(place - pass, count));
            String letter = options.get(place).letter();
            turned.add(new Option(letter, moved.text()));
            if (moved.letter().equals(question.answer())) {
                answer = letter;
            }
        }
        Wording wording =
                new Wording(
                        question.wording().question(),
                        question.wording().hint(),
                        new Options(turned));
        return new Question(
                index(question.index(), pass),
                wording,
                answer.isEmpty() ? List.of() : List.of(answer),
                question.placement(),
                question.images(),
                question.video());
    }

    private static String index(String index, int pass) {
        return index.matches("[0-9]+")
                ? new BigInteger(index).add(MILLION.multiply(BigInteger.valueOf(pass))).toString()
                : index + "+" + pass;
    }
}
