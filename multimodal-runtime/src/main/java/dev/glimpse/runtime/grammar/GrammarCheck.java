package dev.glimpse.runtime.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Whether rules make a grammar that can be run: all of them are there, and none refers to itself
/// before it has read a character, which would never end. Confined to one call.
final class GrammarCheck {
    private final Map<String, Expression> rules;
    private final Set<String> empty = new HashSet<>();

    GrammarCheck(Map<String, Expression> rules) {
        this.rules = rules;
    }

    void check() {
        if (!rules.containsKey(Grammar.ROOT)) {
            throw new IllegalArgumentException(
                    "the grammar has no rule " + Grammar.ROOT + ", with which answers begin");
        }
        Map<String, Set<String>> users = new HashMap<>();
        rules.forEach((name, rule) -> {
            for (String other : references(rule)) {
                if (!rules.containsKey(other)) {
                    throw new IllegalArgumentException(
                            "the grammar's rule "
                                    + name
                                    + " refers to "
                                    + other
                                    + ", which is not"
                                    + " defined");
                }
                users.computeIfAbsent(other, _ -> new HashSet<>()).add(name);
            }
        });
        findEmpty(users);
        refuseLeftRecursion();
    }

    /// Which rules can say nothing at all: a rule is looked at again when one that it uses can.
    private void findEmpty(Map<String, Set<String>> users) {
        Deque<String> open = new ArrayDeque<>(rules.keySet());
        while (!open.isEmpty()) {
            String name = open.remove();
            Expression rule = rules.getOrDefault(name, Expression.EMPTY);
            if (!empty.contains(name) && canBeEmpty(rule)) {
                empty.add(name);
                open.addAll(users.getOrDefault(name, Set.of()));
            }
        }
    }

    private boolean canBeEmpty(Expression expression) {
        return switch (expression) {
            case Expression.Literal(String text) -> text.isEmpty();
            case Expression.OneOf _ -> false;
            case Expression.Reference(String rule) -> empty.contains(rule);
            case Expression.Sequence(List<Expression> parts) ->
                    parts.stream().allMatch(this::canBeEmpty);
            case Expression.Choice(List<Expression> options) ->
                    options.stream().anyMatch(this::canBeEmpty);
            case Expression.Repeat(Expression part, int least, int most) ->
                    least == 0 || most == 0 || canBeEmpty(part);
        };
    }

    private static Set<String> references(Expression expression) {
        Set<String> found = new LinkedHashSet<>();
        Deque<Expression> open = new ArrayDeque<>(List.of(expression));
        while (!open.isEmpty()) {
            switch (open.pop()) {
                case Expression.Literal _, Expression.OneOf _ -> {}
                case Expression.Reference(String rule) -> found.add(rule);
                case Expression.Sequence(List<Expression> parts) -> open.addAll(parts);
                case Expression.Choice(List<Expression> options) -> open.addAll(options);
                case Expression.Repeat(Expression part, int _, int _) -> open.add(part);
            }
        }
        return found;
    }

    /// Takes away rules that begin with no rule that is left, again and again; what stays goes in
    /// circles.
    private void refuseLeftRecursion() {
        Map<String, Set<String>> begins = new HashMap<>();
        Map<String, List<String>> begunBy = new HashMap<>();
        rules.forEach((name, rule) -> {
            Set<String> first = new HashSet<>();
            addFirst(rule, first);
            begins.put(name, first);
            first.forEach(
                    other -> begunBy.computeIfAbsent(other, _ -> new ArrayList<>()).add(name));
        });
        Deque<String> free = new ArrayDeque<>();
        begins.forEach((name, first) -> {
            if (first.isEmpty()) {
                free.add(name);
            }
        });
        while (!free.isEmpty()) {
            String name = free.remove();
            begins.remove(name);
            for (String user : begunBy.getOrDefault(name, List.of())) {
                Set<String> left = begins.get(user);
                if (left != null && left.remove(name) && left.isEmpty()) {
                    free.add(user);
                }
            }
        }
        if (!begins.isEmpty()) {
            throw new IllegalArgumentException(
                    "the grammar's rule "
                            + inCircle(begins)
                            + " refers to itself before it has read a character (left recursion);"
                            + " put what it begins with first, and repeat the rest");
        }
    }

    /// A rule that is on a circle: each that is left begins with another that is left.
    private static String inCircle(Map<String, Set<String>> begins) {
        Set<String> seen = new HashSet<>();
        String name = begins.keySet().stream().sorted().findFirst().orElseThrow();
        while (seen.add(name)) {
            name = begins.getOrDefault(name, Set.of()).stream().sorted().findFirst().orElseThrow();
        }
        return name;
    }

    /// Adds the rules with which an expression can begin.
    private void addFirst(Expression expression, Set<String> first) {
        switch (expression) {
            case Expression.Literal _, Expression.OneOf _ -> {}
            case Expression.Reference(String rule) -> first.add(rule);
            case Expression.Sequence(List<Expression> parts) -> {
                for (Expression part : parts) {
                    addFirst(part, first);
                    if (!canBeEmpty(part)) {
                        return;
                    }
                }
            }
            case Expression.Choice(List<Expression> options) ->
                    options.forEach(option -> addFirst(option, first));
            case Expression.Repeat(Expression part, int _, int most) -> {
                if (most > 0) {
                    addFirst(part, first);
                }
            }
        }
    }
}
