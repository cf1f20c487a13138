package dev.glimpse.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glimpse.bindings.gguf.GgufType;
import dev.glimpse.bindings.gguf.GgufValue;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class GgufReportTest {

    @Test
    void numbersKeepTheirWidthAndSign() {
        assertThat(GgufReport.shown(new GgufValue.Int(GgufType.U64, -1)))
                .isEqualTo("18446744073709551615");
        assertThat(GgufReport.shown(new GgufValue.Int(GgufType.I64, -1))).isEqualTo("-1");
        assertThat(GgufReport.shown(new GgufValue.Real(GgufType.F32, 1e-5f))).isEqualTo("1.0E-5");
        assertThat(GgufReport.shown(new GgufValue.Bool(true))).isEqualTo("true");
    }

    @Test
    void textStaysOnOneLineAndIsShortened() {
        assertThat(GgufReport.shown(new GgufValue.Text("a\n\"b\"\\\t")))
                .isEqualTo("\"a\\n\\\"b\\\"\\\\\\t\"");
        assertThat(GgufReport.shown(new GgufValue.Text("图".repeat(100))))
                .isEqualTo("\"" + "图".repeat(72) + "\"... 28 more");
    }

    @Test
    void arraysShowTheirFirstValues() {
        GgufValue one = new GgufValue.Int(GgufType.I32, 1);

        assertThat(GgufReport.shown(new GgufValue.Array(GgufType.I32, List.of(one, one))))
                .isEqualTo("[1, 1]");
        assertThat(
                        GgufReport.shown(
                                new GgufValue.Array(GgufType.I32, Collections.nCopies(2000, one))))
                .isEqualTo("[1, 1, 1, 1, 1, 1, ... 1,994 more]");
    }
}
