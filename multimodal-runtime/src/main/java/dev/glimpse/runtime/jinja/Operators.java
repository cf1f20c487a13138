package dev.glimpse.runtime.jinja;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Python's operators over [Value]s.
final class Operators {
    private Operators() {}

    static boolean truth(Value value) {
        return switch (value) {
            case Text text -> !text.isEmpty();
            case Value.Undefined _, Value.None _ -> false;
            case Value.Bool bool -> bool.value();
            case Value.Int number -> number.value() != 0;
            case Value.Real number -> number.value() != 0;
            case Value.Sequence sequence -> !sequence.items().isEmpty();
            case Value.Mapping mapping -> !mapping.entries().isEmpty();
            case Value.Namespace _, Value.Callable _ -> true;
        };
    }

    static String typeName(Value value) {
        return switch (value) {
            case Text _ -> "str";
            case Value.Undefined _ -> "undefined";
            case Value.None _ -> "None";
            case Value.Bool _ -> "bool";
            case Value.Int _ -> "int";
            case Value.Real _ -> "float";
            case Value.Sequence sequence -> sequence.tuple() ? "tuple" : "list";
            case Value.Mapping _ -> "dict";
            case Value.Namespace _ -> "namespace";
            case Value.Callable _ -> "function";
        };
    }

    static boolean isNumber(Value value) {
        return value instanceof Value.Int
                || value instanceof Value.Real
                || value instanceof Value.Bool;
    }

    static long integer(Value value) {
        return switch (value) {
            case Value.Int number -> number.value();
            case Value.Bool bool -> bool.value() ? 1 : 0;
            case Text _,
                    Value.Undefined _,
                    Value.None _,
                    Value.Real _,
                    Value.Sequence _,
                    Value.Mapping _,
                    Value.Namespace _,
                    Value.Callable _ ->
                    throw JinjaException.failed("an integer is needed, found " + typeName(value));
        };
    }

    static double real(Value value) {
        return value instanceof Value.Real number ? number.value() : integer(value);
    }

    static boolean equal(Value left, Value right, Budget budget) {
        budget.steps(1);
        if (isNumber(left) && isNumber(right)) {
            return (left instanceof Value.Real || right instanceof Value.Real)
                    ? real(left) == real(right)
                    : integer(left) == integer(right);
        }
        return switch (left) {
            case Value.Sequence sequence ->
                    right instanceof Value.Sequence other
                            && sequence.tuple() == other.tuple()
                            && equalItems(sequence.items(), other.items(), budget);
            case Value.Mapping mapping ->
                    right instanceof Value.Mapping other
                            && mapping.entries().size() == other.entries().size()
                            && mapping.entries().entrySet().stream()
                                    .allMatch(entry -> holds(other, entry, budget));
            case Value.Undefined _ -> right instanceof Value.Undefined;
            case Text _,
                    Value.None _,
                    Value.Bool _,
                    Value.Int _,
                    Value.Real _,
                    Value.Namespace _,
                    Value.Callable _ ->
                    Objects.equals(left, right);
        };
    }

    private static boolean equalItems(List<Value> left, List<Value> right, Budget budget) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<Value> other = right.iterator();
        return left.stream().allMatch(item -> equal(item, other.next(), budget));
    }

    private static boolean holds(
            Value.Mapping mapping, Map.Entry<Value, Value> entry, Budget budget) {
        var other = mapping.entries().get(entry.getKey());
        return other != null && equal(entry.getValue(), other, budget);
    }

    /// Less than zero, zero or more, as for [Comparable].
    static int compare(Value left, Value right) {
        if (left instanceof Value.Int a && right instanceof Value.Int b) {
            return Long.compare(a.value(), b.value());
        }
        if (isNumber(left) && isNumber(right)) {
            return Double.compare(real(left), real(right));
        }
        if (left instanceof Text a && right instanceof Text b) {
            return a.value().compareTo(b.value());
        }
        throw JinjaException.failed(
                "'<' is not supported between " + typeName(left) + " and " + typeName(right));
    }

    static boolean compare(String operator, Value left, Value right, Budget budget) {
        return switch (operator) {
            case "==" -> equal(left, right, budget);
            case "!=" -> !equal(left, right, budget);
            case "in" -> contains(right, left, budget);
            case "not in" -> !contains(right, left, budget);
            case "<" -> compare(left, right) < 0;
            case "<=" -> compare(left, right) <= 0;
            case ">" -> compare(left, right) > 0;
            default -> compare(left, right) >= 0;
        };
    }

    static boolean contains(Value container, Value item, Budget budget) {
        return switch (container) {
            case Text text -> text.contains(Arguments.text(item), budget);
            case Value.Sequence sequence ->
                    sequence.items().stream().anyMatch(other -> equal(other, item, budget));
            case Value.Mapping mapping -> mapping.entries().containsKey(item);
            case Value.Undefined _ -> false;
            case Value.None _,
                    Value.Bool _,
                    Value.Int _,
                    Value.Real _,
                    Value.Namespace _,
                    Value.Callable _ ->
                    throw JinjaException.failed(typeName(container) + " is not a container");
        };
    }

    static Value arithmetic(String operator, Value left, Value right, Budget budget) {
        if (isNumber(left) && isNumber(right)) {
            return number(operator, left, right);
        }
        if (operator.equals("+") && left instanceof Text a && right instanceof Text b) {
            return new TextBuilder(budget).append(a).append(b).build();
        }
        if (operator.equals("+")
                && left instanceof Value.Sequence a
                && right instanceof Value.Sequence b
                && a.tuple() == b.tuple()) {
            budget.steps(a.items().size() + b.items().size());
            var joined = new ArrayList<>(a.items());
            joined.addAll(b.items());
            return new Value.Sequence(joined, a.tuple());
        }
        if (operator.equals("*") && right instanceof Value.Int count) {
            return repeat(left, count.value(), budget);
        }
        if (operator.equals("%") && left instanceof Text format) {
            var values =
                    right instanceof Value.Sequence tuple && tuple.tuple()
                            ? tuple.items()
                            : List.of(right);
            return Formats.percent(format, values, budget);
        }
        throw JinjaException.failed(
                left instanceof Value.Undefined(var hint)
                        ? hint
                        : right instanceof Value.Undefined(var hint)
                                ? hint
                                : "'"
                                        + operator
                                        + "' is not supported between "
                                        + typeName(left)
                                        + " and "
                                        + typeName(right));
    }

    private static Value repeat(Value value, long count, Budget budget) {
        if (value instanceof Text text) {
            budget.repetition(text.size(), count);
            var builder = new TextBuilder(budget);
            for (long i = 0; i < count && !text.isEmpty(); i++) {
                builder.append(text);
            }
            return builder.build();
        }
        if (value instanceof Value.Sequence sequence) {
            budget.repetition(sequence.items().size(), count);
            var items = new ArrayList<Value>();
            for (long i = 0; i < count && !sequence.items().isEmpty(); i++) {
                budget.steps(sequence.items().size());
                items.addAll(sequence.items());
            }
            return new Value.Sequence(items, sequence.tuple());
        }
        throw JinjaException.failed(typeName(value) + " cannot be repeated");
    }

    private static Value number(String operator, Value left, Value right) {
        boolean real = left instanceof Value.Real || right instanceof Value.Real;
        try {
            return real || operator.equals("/")
                    ? new Value.Real(number(operator, real(left), real(right)))
                    : new Value.Int(number(operator, integer(left), integer(right)));
        } catch (ArithmeticException e) {
            throw JinjaException.failed(
                    "'" + operator + "' fails on these numbers: " + e.getMessage());
        }
    }

    private static double number(String operator, double a, double b) {
        if (b == 0 && (operator.startsWith("/") || operator.equals("%"))) {
            throw new ArithmeticException("division by zero");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            case "//" -> Math.floor(a / b);
            case "%" -> a - b * Math.floor(a / b);
            default -> Math.pow(a, b);
        };
    }

    private static long number(String operator, long a, long b) {
        return switch (operator) {
            case "+" -> Math.addExact(a, b);
            case "-" -> Math.subtractExact(a, b);
            case "*" -> Math.multiplyExact(a, b);
            case "//" -> Math.floorDiv(a, b);
            case "%" -> Math.floorMod(a, b);
            default -> power(a, b);
        };
    }

    private static long power(long base, long exponent) {
        if (exponent < 0 || exponent > 63) {
            throw new ArithmeticException("exponent " + exponent + " is not in 0 to 63");
        }
        long result = 1;
        for (long i = 0; i < exponent; i++) {
            result = Math.multiplyExact(result, base);
        }
        return result;
    }

    /// What a loop goes over.
    static List<Value> items(Value value, Budget budget) {
        return switch (value) {
            case Value.Sequence sequence -> sequence.items();
            case Value.Mapping mapping -> List.copyOf(mapping.entries().keySet());
            case Text text -> List.copyOf(text.characters(budget));
            case Value.Undefined _ -> List.of();
            case Value.None _,
                    Value.Bool _,
                    Value.Int _,
                    Value.Real _,
                    Value.Namespace _,
                    Value.Callable _ ->
                    throw JinjaException.failed(typeName(value) + " is not iterable");
        };
    }

    static long length(Value value) {
        return switch (value) {
            case Value.Sequence sequence -> sequence.items().size();
            case Value.Mapping mapping -> mapping.entries().size();
            case Text text -> text.value().codePointCount(0, text.size());
            case Value.Undefined _ -> 0;
            case Value.None _,
                    Value.Bool _,
                    Value.Int _,
                    Value.Real _,
                    Value.Namespace _,
                    Value.Callable _ ->
                    throw JinjaException.failed(typeName(value) + " has no length");
        };
    }
}
