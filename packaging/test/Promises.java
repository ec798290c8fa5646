import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints every promise of docs/specification.md with what showed it in the last run of the tests, and those that were
 * not shown on this machine, with the reason: {@code java packaging/test/Promises.java TREE}. Ends with 1 when a test
 * that keeps a promise has neither run nor was skipped, or when there is no report.
 */
public final class Promises {
    private static final Pattern PROMISE = Pattern.compile("\\| ([A-Z][0-9]+) \\| (.*) \\| (.*) \\|");
    private static final Pattern NAMED = Pattern.compile("\\b([A-Z][A-Za-z0-9]*(?:Test|IT))(?:\\.([a-zA-Z0-9]+))?\\b");
    private static final Pattern SCRIPT = Pattern.compile("`(packaging/test/[a-z-]+)`");
    private static final Pattern TENDER = Pattern.compile("tender: (real|evaluation|stub)");

    /** What became of a test method: of all of its invocations together. */
    private static final class Outcome {
        int passed;
        final Set<String> reasons = new TreeSet<>();
    }

    private final Path tree;
    private final Map<String, Map<String, Outcome>> outcomes = new TreeMap<>();
    private final Map<String, Set<String>> tenders = new TreeMap<>();

    private Promises(Path tree) {
        this.tree = tree;
    }

    /** Prints the list. */
    public static void main(String[] arguments) throws Exception {
        Promises promises = new Promises(Path.of(arguments[0]));
        promises.readReports();
        System.exit(promises.print() ? 0 : 1);
    }

    private void readReports() throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        List<Path> reports;
        try (Stream<Path> files = Files.walk(tree)) {
            reports = files.filter(file -> file.toString().matches(".*/target/[a-z]+-reports/TEST-[^/]*\\.xml"))
                    .sorted()
                    .toList();
        }
        for (Path report : reports) {
            read(parser.parse(report.toFile()).getDocumentElement());
        }
    }

    private void read(Element suite) {
        NodeList cases = suite.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            String type = simpleName(test.getAttribute("classname"));
            String method = test.getAttribute("name").replaceAll("[^A-Za-z0-9_].*", "");
            Outcome outcome =
                    outcomes.computeIfAbsent(type, any -> new TreeMap<>()).computeIfAbsent(method, any -> new Outcome());
            NodeList skipped = test.getElementsByTagName("skipped");
            if (skipped.getLength() > 0) {
                outcome.reasons.add(reason((Element) skipped.item(0)));
            } else if (test.getElementsByTagName("failure").getLength() == 0
                    && test.getElementsByTagName("error").getLength() == 0) {
                outcome.passed++;
            }
        }
        Matcher tender = TENDER.matcher(suite.getTextContent());
        while (tender.find()) {
            tenders.computeIfAbsent(simpleName(suite.getAttribute("name")), any -> new TreeSet<>())
                    .add(tender.group(1));
        }
    }

    /** Of a class, the outermost one for a nested class. */
    private static String simpleName(String type) {
        return type.substring(type.lastIndexOf('.') + 1).replaceAll("\\$.*", "");
    }

    private static String reason(Element skipped) {
        String said = skipped.getAttribute("message") + " " + skipped.getTextContent().strip();
        Matcher assumption = Pattern.compile("Assumption failed: ([^\\n]*)").matcher(said);
        return assumption.find() ? assumption.group(1) : said.strip().lines().findFirst().orElse("skipped");
    }

    private boolean print() throws IOException {
        Map<String, String> missing = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        System.out.println("Promises of docs/specification.md, and what showed them here:");
        for (String line : Files.readAllLines(tree.resolve("docs/specification.md"))) {
            Matcher promise = PROMISE.matcher(line);
            if (promise.matches()) {
                print(promise.group(1), promise.group(3), missing, unknown);
            }
        }
        System.out.println(missing.isEmpty() ? "Every promise was shown here." : "Not shown on this machine, by:");
        missing.forEach((test, reason) -> System.out.println("  " + test + ": " + reason));
        unknown.forEach(test -> System.out.println("  no report of " + test));
        return unknown.isEmpty() && !outcomes.isEmpty();
    }

    private void print(String number, String keepers, Map<String, String> missing, List<String> unknown) {
        Set<String> shown = new TreeSet<>();
        int passed = 0;
        int skipped = 0;
        Matcher named = NAMED.matcher(keepers);
        while (named.find()) {
            String type = named.group(1);
            Map<String, Outcome> methods = outcomes.getOrDefault(type, Map.of());
            Map<String, Outcome> kept = named.group(2) == null
                    ? methods
                    : methods.containsKey(named.group(2)) ? Map.of(named.group(2), methods.get(named.group(2))) : Map.of();
            if (kept.isEmpty()) {
                unknown.add(number + " by " + named.group());
            }
            for (Map.Entry<String, Outcome> method : kept.entrySet()) {
                Outcome outcome = method.getValue();
                if (outcome.passed > 0) {
                    passed++;
                    shown.addAll(tenders.getOrDefault(type, Set.of()));
                } else {
                    skipped++;
                    missing.put(number + " " + type + "." + method.getKey(), String.join("; ", outcome.reasons));
                }
            }
        }
        String scripts = SCRIPT.matcher(keepers).find() ? ", a script" : "";
        String by = shown.isEmpty() ? "" : ", tender: " + String.join(", ", shown);
        String not = skipped == 0 ? "" : ", " + skipped + " not run here";
        System.out.printf("  %-4s %d test%s%s%s%s%n", number, passed, passed == 1 ? "" : "s", scripts, by, not);
    }
}
