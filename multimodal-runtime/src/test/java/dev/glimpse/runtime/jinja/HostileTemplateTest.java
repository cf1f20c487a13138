package dev.glimpse.runtime.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Templates come out of files from anywhere.
class HostileTemplateTest {

    @Timeout(20)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
                "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
                "{{ range(1000000000) }}",
                "{{ 'x' * 1000000000 }}",
                "{{ [0] * 1000000000 }}",
                "{% set n = namespace(s='xxxxxxxx') %}{% for i in range(60) %}"
                        + "{% set n.s = n.s + n.s %}{% endfor %}{{ n.s }}",
                "{% set n = namespace(s='xxxxxxxx') %}{% for i in range(60) %}"
                        + "{% set n.s = n.s ~ n.s %}{% endfor %}{{ n.s }}",
                "{% set n = namespace(s='ab') %}{% for i in range(60) %}"
                        + "{% set n.s = n.s.replace('a', n.s) %}{% endfor %}",
                "{% set n = namespace(s='ab') %}{% for i in range(60) %}"
                        + "{% set n.s = n.s.join([n.s, n.s]) %}{% endfor %}",
                "{% set n = namespace(l=[1]) %}{% for i in range(60) %}"
                        + "{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l }}",
                "{% set n = namespace(l=[1]) %}{% for i in range(60) %}"
                        + "{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l|tojson }}",
                "{% set n = namespace(l=[1]) %}{% for i in range(60) %}"
                        + "{% set n.l = [n.l, n.l] %}{% endfor %}{{ n.l == n.l }}",
                "{% set n = namespace(l=[1]) %}{% for i in range(99999) %}"
                        + "{% set n.l = [n.l] %}{% endfor %}{{ n.l }}",
                "{% set n = namespace(l=[1]) %}{% for i in range(99999) %}"
                        + "{% set n.l = n.l + n.l %}{% endfor %}",
                "{% set s = 'a' * 9000000 %}{{ (s + 'b') in (s + s) }}",
                "{% set s = 'a' * 9000000 %}{% for i in range(9999) %}{% set t = s[1:] %}{% endfor"
                        + " %}",
                "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
                "{% macro f() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
                "{{ 'a'|indent(999999999) * 99999999 }}",
                "{{ range(99999)|map('string')|map('upper')|list|sort|unique|list }}"
            })
    void endsSoon(String template) {
        assertThat(failure(template).kind())
                .as(template)
                .isIn(JinjaException.Kind.LIMIT, JinjaException.Kind.FAILED);
    }

    @Test
    void printingDeepValuesDoesNotOverflow() {
        var failure =
                failure(
                        "{% set n = namespace(l=[1]) %}{% for i in range(99999) %}"
                                + "{% set n.l = [n.l] %}{% endfor %}{{ n.l|tojson }}");
        assertThat(failure.kind()).isEqualTo(JinjaException.Kind.LIMIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ ''.getClass() }}",
                "{{ ''.class.name }}",
                "{{ messages.getClass().forName('java.lang.Runtime') }}",
                "{{ m.__class__.__init__ }}",
                "{{ [].__class__.__subclasses__() }}",
                "{{ range.__globals__.x }}",
                "{{ m.put('a', 1) }}",
                "{{ m.update({'a': 1}) }}",
                "{{ [].append(1) }}",
                "{{ messages.clear() }}",
                "{% include '/etc/passwd' %}",
                "{% import 'x' as y %}",
                "{% extends 'x' %}"
            })
    void reachesNothingOutside(String template) {
        assertThatThrownBy(() ->
                        Template.compile(template, Clock.systemUTC())
                                .render(Map.of("m", Value.Mapping.of(Map.of())), Budget.standard()))
                .isInstanceOf(JinjaException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {"(#)", "[#]", "{1:#}", "-#``", "`not `#``", "f(#)", "a[#]", "a|f(#)"})
    void deepNestingIsRefused(String open, String close) {
        var nested = open.repeat(50_000) + "1" + close.repeat(50_000);
        assertThatThrownBy(() -> Template.compile("{{ " + nested + " }}", Clock.systemUTC()))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void deepBlocksAreRefused() {
        assertThatThrownBy(() -> Template.compile("{% if x %}".repeat(50_000), Clock.systemUTC()))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining("nested");
    }

    @Test
    void longChainsDoNotOverflow() {
        var sum = "{{ 1" + " + 1".repeat(100_000) + " }}";
        assertThatThrownBy(() ->
                        Template.compile(sum, Clock.systemUTC())
                                .render(Map.of(), Budget.standard()))
                .isInstanceOf(JinjaException.class);
    }

    @Test
    void aMegabyteOfContentIsNoTrouble() {
        var template =
                Template.compile(
                        "{% for c in [m, m] %}{% if '</think>' in c %}{{ c.split('</think>')[-1] }}"
                                + "{% endif %}{{ c.strip().replace('a', 'b') | trim }}{% endfor %}",
                        Clock.systemUTC());
        var megabyte = Text.of("a word ".repeat(150_000), (char) 1);
        assertThat(template.render(Map.of("m", megabyte), Budget.standard()).size())
                .isGreaterThan(2_000_000);
    }

    @Test
    void aTemplateOfManyMegabytesIsRefused() {
        assertThatThrownBy(() ->
                        Template.compile(
                                "x".repeat(Template.MAX_SOURCE_CHARACTERS + 1), Clock.systemUTC()))
                .isInstanceOf(JinjaException.class)
                .hasMessageContaining("at most");
    }

    private static JinjaException failure(String template) {
        var compiled = Template.compile(template, Clock.systemUTC());
        return catchThrowableOfType(
                JinjaException.class, () -> compiled.render(Map.of(), Budget.standard()));
    }
}
