package dev.glimpse.runtime.jinja;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Python's ways to fill in a format: `%`, `str.format` and `strftime`, as far as templates go.
final class Formats {
    private static final Pattern PERCENT = Pattern.compile("%(?:\\.(\\d{1,2}))?([sdif%r])");
    private static final Pattern BRACES = Pattern.compile("\\{\\{|\\}\\}|\\{(\\w*)\\}");

    private Formats() {}

    /// `'%s has %d' % values`.
    static Text percent(Text format, List<Value> values, Budget budget) {
        var builder = new TextBuilder(budget);
        var matcher = PERCENT.matcher(format.value());
        int from = 0;
        int used = 0;
        while (matcher.find()) {
            builder.append(format.substring(from, matcher.start()));
            from = matcher.end();
            if (matcher.group(2).equals("%")) {
                builder.append("%");
                continue;
            }
            if (used == values.size()) {
                throw JinjaException.failed("there are fewer values than the format has fields");
            }
            var value = values.get(used++);
            switch (matcher.group(2)) {
                case "s", "r" -> builder.append(Printer.print(value, budget));
                case "f" -> {
                    var digits = matcher.group(1) == null ? "6" : matcher.group(1);
                    builder.append(
                            String.format(Locale.ROOT, "%." + digits + "f", Operators.real(value)));
                }
                default -> builder.append(Long.toString((long) Operators.real(value)));
            }
        }
        if (used < values.size()) {
            throw JinjaException.failed("there are more values than the format has fields");
        }
        return builder.append(format.substring(from, format.size())).build();
    }

    /// `'{} and {name}'.format(...)`, without format specifications.
    static Text braces(Text format, Arguments arguments, Budget budget) {
        var builder = new TextBuilder(budget);
        var matcher = BRACES.matcher(format.value());
        int from = 0;
        int automatic = 0;
        while (matcher.find()) {
            builder.append(format.substring(from, matcher.start()));
            from = matcher.end();
            var field = matcher.group(1);
            if (field == null) {
                builder.append(format.substring(matcher.start(), matcher.start() + 1));
            } else if (field.isEmpty()) {
                builder.append(field(arguments, automatic++, "", budget));
            } else {
                boolean index = field.chars().allMatch(c -> c >= '0' && c <= '9');
                int position = index && field.length() < 4 ? Integer.parseInt(field) : 1000;
                builder.append(field(arguments, position, field, budget));
            }
        }
        return builder.append(format.substring(from, format.size())).build();
    }

    private static Text field(Arguments arguments, int index, String name, Budget budget) {
        return arguments
                .find(index, name)
                .map(value -> Printer.print(value, budget))
                .orElseThrow(() -> JinjaException.failed("the format has a field without a value"));
    }

    /// `strftime`, in English as in the C locale.
    static Text time(Text format, ZonedDateTime time, Budget budget) {
        var builder = new TextBuilder(budget);
        var source = format.value();
        for (int i = 0; i < source.length(); i++) {
            if (source.charAt(i) != '%' || i + 1 == source.length()) {
                builder.append(format.substring(i, i + 1));
                continue;
            }
            boolean unpadded = source.charAt(i + 1) == '-' && i + 2 < source.length();
            i += unpadded ? 2 : 1;
            var padded = timeField(source.charAt(i), time);
            builder.append(unpadded ? padded.replaceFirst("^0(?=.)", "") : padded);
        }
        return builder.build();
    }

    private static String timeField(char field, ZonedDateTime time) {
        var pattern =
                switch (field) {
                    case 'Y' -> "yyyy";
                    case 'y' -> "yy";
                    case 'm' -> "MM";
                    case 'd' -> "dd";
                    case 'B' -> "MMMM";
                    case 'b' -> "MMM";
                    case 'A' -> "EEEE";
                    case 'a' -> "EEE";
                    case 'H' -> "HH";
                    case 'I' -> "hh";
                    case 'M' -> "mm";
                    case 'S' -> "ss";
                    case 'p' -> "a";
                    case 'j' -> "DDD";
                    case 'Z' -> "zzz";
                    case 'z' -> "xx";
                    case 'F' -> "yyyy-MM-dd";
                    case 'T' -> "HH:mm:ss";
                    case '%' -> "'%'";
                    default -> throw JinjaException.failed("strftime has no field %" + field);
                };
        return DateTimeFormatter.ofPattern(pattern, Locale.US).format(time);
    }
}
