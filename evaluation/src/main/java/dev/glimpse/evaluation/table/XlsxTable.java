package dev.glimpse.evaluation.table;

import dev.glimpse.evaluation.fault.DatasetException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The first sheet of an Excel workbook, read whole, values only (ECMA-376, SpreadsheetML). The
/// first row is the header. Whole numbers come without a fraction, as pandas gives them.
final class XlsxTable {
    private static final Pattern LETTERS = Pattern.compile("[A-Z]+");
    private static final Pattern ESCAPED = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private final Path file;
    private final ZipFile zip;

    private XlsxTable(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    static Table read(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            return new XlsxTable(file, zip).table();
        } catch (IOException e) {
            throw ByteSource.unreadable(file, e);
        } catch (XMLStreamException | NumberFormatException e) {
            throw new DatasetException(file + " is no sound workbook: " + e.getMessage(), e);
        }
    }

    private Table table() throws IOException, XMLStreamException {
        List<String> shared = sharedStrings();
        var sheet = sheet();
        List<String> header = new ArrayList<>();
        List<TableRow> rows = new ArrayList<>();
        try (InputStream stream = zip.getInputStream(sheet)) {
            XMLStreamReader xml = reader(stream);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("row")) {
                    Map<Integer, String> cells = row(xml, shared);
                    if (header.isEmpty()) {
                        cells.forEach((column, name) -> {
                            while (header.size() <= column) {
                                header.add("");
                            }
                            header.set(column, TableRow.column(name));
                        });
                    } else if (!cells.isEmpty()) {
                        rows.add(row(rows.size(), header, cells));
                    }
                }
            }
        }
        return new RowsInMemory(rows);
    }

    private TableRow row(int number, List<String> header, Map<Integer, String> cells) {
        var named = new LinkedHashMap<String, String>();
        cells.forEach((column, text) -> {
            if (column < header.size() && !header.get(column).isEmpty()) {
                named.put(header.get(column), text);
            }
        });
        return new TableRow(number, file + ": row " + (number + 2), named);
    }

    /// The cells of a row by column from 0; empty ones are missing.
    private static Map<Integer, String> row(XMLStreamReader xml, List<String> shared)
            throws XMLStreamException {
        var cells = new TreeMap<Integer, String>();
        int column = -1;
        while (!(xml.next() == XMLStreamConstants.END_ELEMENT
                && xml.getLocalName().equals("row"))) {
            if (xml.isStartElement() && xml.getLocalName().equals("c")) {
                String reference = xml.getAttributeValue(null, "r");
                column = reference == null ? column + 1 : column(reference);
                String type = xml.getAttributeValue(null, "t");
                String text = cell(xml, type == null ? "n" : type, shared);
                if (!text.isEmpty()) {
                    cells.put(column, text);
                }
            }
        }
        return cells;
    }

    private static String cell(XMLStreamReader xml, String type, List<String> shared)
            throws XMLStreamException {
        var text = new StringBuilder();
        while (!(xml.next() == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("c"))) {
            if (xml.isStartElement()
                    && (xml.getLocalName().equals("v") || xml.getLocalName().equals("t"))) {
                text.append(xml.getElementText());
            }
        }
        return switch (type) {
            case "s" -> shared.get(Integer.parseInt(text.toString().strip()));
            case "n" -> number(text.toString().strip());
            case "b" -> text.toString().equals("1") ? "True" : "False";
            default -> unescaped(text.toString());
        };
    }

    private static String number(String text) {
        if (text.isEmpty()) {
            return text;
        }
        BigDecimal value = new BigDecimal(text).stripTrailingZeros();
        return value.scale() <= 0 && value.precision() - value.scale() < 20
                ? value.toPlainString()
                : text;
    }

    private static int column(String reference) {
        var letters = LETTERS.matcher(reference);
        int column = 0;
        if (letters.lookingAt()) {
            for (char letter : letters.group().toCharArray()) {
                column = 26 * column + letter - 'A' + 1;
            }
        }
        return column - 1;
    }

    private ZipEntry sheet() {
        for (String name : List.of("xl/worksheets/sheet1.xml", "xl/worksheets/sheet.xml")) {
            ZipEntry entry = zip.getEntry(name);
            if (entry != null) {
                return entry;
            }
        }
        throw new DatasetException(file + " has no first sheet (xl/worksheets/sheet1.xml)");
    }

    private List<String> sharedStrings() throws IOException, XMLStreamException {
        var strings = new ArrayList<String>();
        ZipEntry entry = zip.getEntry("xl/sharedStrings.xml");
        if (entry == null) {
            return strings;
        }
        try (InputStream stream = zip.getInputStream(entry)) {
            XMLStreamReader xml = reader(stream);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("si")) {
                    strings.add(sharedString(xml));
                }
            }
        }
        return strings;
    }

    /// All runs of text but how Japanese is pronounced (`rPh`).
    private static String sharedString(XMLStreamReader xml) throws XMLStreamException {
        var text = new StringBuilder();
        boolean phonetic = false;
        while (!(xml.next() == XMLStreamConstants.END_ELEMENT && xml.getLocalName().equals("si"))) {
            if (xml.hasName() && xml.getLocalName().equals("rPh")) {
                phonetic = xml.isStartElement();
            } else if (xml.isStartElement() && xml.getLocalName().equals("t") && !phonetic) {
                text.append(xml.getElementText());
            }
        }
        return unescaped(text.toString());
    }

    /// `_x000D_` is how a carriage return is written.
    private static String unescaped(String text) {
        return ESCAPED.matcher(text).replaceAll(XlsxTable::character);
    }

    private static String character(MatchResult match) {
        String character = String.valueOf((char) Integer.parseInt(match.group(1), 16));
        return Matcher.quoteReplacement(character);
    }

    private static XMLStreamReader reader(InputStream stream) throws XMLStreamException {
        var factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(stream);
    }
}
