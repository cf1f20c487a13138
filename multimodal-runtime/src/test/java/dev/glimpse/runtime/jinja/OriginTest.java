package dev.glimpse.runtime.jinja;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever a template does to a text, each character still knows who wrote it.
class OriginTest {
    private static final char USER = 1;

    /// `U` is text of the user in the expected pattern, `t` the template's.
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "{{ 'a' + u + 'b' }}#tUUUUt",
                "{{ 'a' ~ u ~ 1 }}#tUUUUt",
                "{{ u[1:3] }}#UU",
                "{{ u[::-1] }}#UUUU",
                "{{ ('  ' + u + '  ').strip() }}#UUUU",
                "{{ u.upper() }}{{ u|title }}{{ u|capitalize }}#UUUUUUUUUUUU",
                "{{ u.replace('e', 'EE') }}#UttUU",
                "{{ 'xtx'.replace('t', u) }}#tUUUUt",
                "{{ u.split('s')|join('-') }}#UUtU",
                "{{ [u, 'x']|join(',') }}#UUUUtt",
                "{{ u|tojson }}#tUUUUt",
                "{{ {'k': u}|tojson }}#tttttttUUUUtt",
                "{{ [u] }}#ttUUUUtt",
                "{{ '%s!' % u }}#UUUUt",
                "{{ '<{}>'.format(u) }}#tUUUUt",
                "{{ u|indent(2, true) }}#ttUUUU",
                "{% set x %}a{{ u }}{% endset %}{{ x }}#tUUUU",
                "{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m(u) }}#tUUUUt",
                "{% filter upper %}a{{ u }}{% endfilter %}#tUUUU",
                "{% for c in u %}{{ c }}.{% endfor %}#UtUtUtUt",
                "{{ u|first }}{{ u|last }}{{ u[0] }}{{ u|reverse }}#UUUUUUU"
            })
    void survives(String template, String expected) {
        var text =
                Template.compile(template, Clock.systemUTC())
                        .render(Map.of("u", Text.of("test", USER)), Budget.standard());
        var pattern = new StringBuilder();
        for (int i = 0; i < text.size(); i++) {
            pattern.append(text.origin(i) == USER ? 'U' : 't');
        }
        assertThat(pattern.toString()).as("%s gave %s", template, text.value()).isEqualTo(expected);
    }
}
