package dev.glimpse.evaluation.preference;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// Whether the answers to an instruction change places before a judge sees them, as AlpacaEval
/// draws it: `random.Random("is_switched_outputs" + instruction + "0").choices([False, True])[0]`
/// of CPython.
final class OrderSwitch {
    private OrderSwitch() {}

    static boolean of(String instruction) {
        return new PythonRandom("is_switched_outputs" + instruction + "0").next() >= 0.5;
    }

    /// CPython's `random.Random` of a text: MT19937 (M. Matsumoto, T. Nishimura, 1998), begun by an
    /// array that is the text with its SHA-512, as one number.
    private static final class PythonRandom {
        private static final int SIZE = 624;
        private static final int MIDDLE = 397;

        private final int[] state = new int[SIZE];
        private int place = SIZE;

        PythonRandom(String seed) {
            byte[] text = seed.getBytes(StandardCharsets.UTF_8);
            byte[] digest = sha512(text);
            byte[] all = Arrays.copyOf(text, text.length + digest.length);
            System.arraycopy(digest, 0, all, text.length, digest.length);
            begin(words(new BigInteger(1, all)));
        }

        private static byte[] sha512(byte[] text) {
            try {
                return MessageDigest.getInstance("SHA-512").digest(text);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no SHA-512", e);
            }
        }

        /// The lowest word first.
        private static int[] words(BigInteger number) {
            int[] words = new int[Math.max(1, Math.ceilDiv(number.bitLength(), 32))];
            for (int i = 0; i < words.length; i++) {
                words[i] = number.shiftRight(32 * i).intValue();
            }
            return words;
        }

        private void begin(int[] key) {
            state[0] = 19650218;
            for (int i = 1; i < SIZE; i++) {
                state[i] = 1812433253 * mixed(i) + i;
            }
            int i = 1;
            int j = 0;
            for (int left = Math.max(SIZE, key.length); left > 0; left--) {
                state[i] = (state[i] ^ (mixed(i) * 1664525)) + key[j] + j;
                i = next(i);
                j = (j + 1) % key.length;
            }
            for (int left = SIZE - 1; left > 0; left--) {
                state[i] = (state[i] ^ (mixed(i) * 1566083941)) - i;
                i = next(i);
            }
            state[0] = 0x80000000;
        }

        private int mixed(int i) {
            return state[i - 1] ^ (state[i - 1] >>> 30);
        }

        /// After the last comes the second, and the first is the last.
        private int next(int i) {
            if (i + 1 < SIZE) {
                return i + 1;
            }
            state[0] = state[SIZE - 1];
            return 1;
        }

        /// 0 up to 1, of 53 bits.
        double next() {
            int high = word() >>> 5;
            int low = word() >>> 6;
            return (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0;
        }

        private int word() {
            if (place == SIZE) {
                for (int i = 0; i < SIZE; i++) {
                    int both = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7FFFFFFF);
                    int turned = (both >>> 1) ^ ((both & 1) == 0 ? 0 : 0x9908B0DF);
                    state[i] = state[(i + MIDDLE) % SIZE] ^ turned;
                }
                place = 0;
            }
            int word = state[place++];
            word ^= word >>> 11;
            word ^= (word << 7) & 0x9D2C5680;
            word ^= (word << 15) & 0xEFC60000;
            return word ^ (word >>> 18);
        }
    }
}
