package dev.glimpse.evaluation.grade;

/// Whether two models that answered the same questions differ by more than chance: McNemar's test,
/// exact (Q. McNemar, 1947; the sign test on the questions that one of them alone has right).
///
/// @param onlyFirst questions that the first alone has right
/// @param onlySecond questions that the second alone has right
public record PairedTest(int onlyFirst, int onlySecond) {
    public PairedTest {
        if (onlyFirst < 0 || onlySecond < 0) {
            throw new IllegalArgumentException(
                    onlyFirst + " and " + onlySecond + " questions; allowed: 0 or more");
        }
    }

    /// The probability, if neither is better, of counts at least as uneven as these; 0 to 1.
    public double pValue() {
        int flipped = onlyFirst + onlySecond;
        int fewer = Math.min(onlyFirst, onlySecond);
        double logTerm = -flipped * Math.log(2);
        double tail = 0;
        for (int i = 0; i <= fewer; i++) {
            tail += Math.exp(logTerm);
            logTerm += Math.log(flipped - i) - Math.log(i + 1.0);
        }
        return Math.min(1, 2 * tail);
    }
}
