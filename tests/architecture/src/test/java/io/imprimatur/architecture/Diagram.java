package io.imprimatur.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The component diagram and the reactor, as sets of names. */
final class Diagram {

    private static final Pattern COMPONENT = Pattern.compile("(?m)^\\[([a-z]+)] <<(io\\.imprimatur\\.[a-z]+)\\.\\.>>");
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private static final Set<String> BESIDE = Set.of("ear", "client", "benchmarks");

    private Diagram() {}

    /** Component → its root package. */
    static Map<String, String> components(Path diagram) throws IOException {
        return COMPONENT
                .matcher(Files.readString(diagram))
                .results()
                .collect(Collectors.toMap(
                        match -> match.group(1), match -> match.group(2), (first, second) -> second, TreeMap::new));
    }

    /** The modules of the system: not those that wrap, ask or measure it, nor examples and tests. */
    static TreeSet<String> modules(Path pom) throws IOException {
        return MODULE.matcher(Files.readString(pom))
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(module ->
                        !module.startsWith("tests/") && !module.startsWith("examples/") && !BESIDE.contains(module))
                .map(module -> module.substring(module.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The modules of the reactor in this folder that are packaged so. */
    static List<String> packagedAs(String packaging, Path reactor) throws IOException {
        List<String> found = new ArrayList<>();
        for (MatchResult module : MODULE.matcher(Files.readString(reactor.resolve("pom.xml")))
                .results()
                .toList()) {
            String pom = Files.readString(reactor.resolve(module.group(1)).resolve("pom.xml"));
            if (pom.contains("<packaging>" + packaging + "</packaging>")) {
                found.add(module.group(1));
            }
        }
        return found;
    }
}
