package org.albatross.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** What a figure depends on beside the code: printed with every table. */
final class MachineFacts {
    private static final Path PROC = Path.of("/proc");
    private static final long KIB_PER_GB = 1 << 20;

    private MachineFacts() {}

    /** Lines that each end with a newline. */
    static String of(Path disk, List<Tender> tenders) throws IOException {
        return """
                date       %s
                machine    %d of %s, %d GB, Linux %s
                disk       %s
                Java       %s %s
                tenders    %s
                """
                .formatted(
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        memoryGb(),
                        System.getProperty("os.version"),
                        Files.getFileStore(disk).type(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        tenders.stream().map(tender -> "solo5-" + tender).collect(Collectors.joining(", ")));
    }

    /** The load averages of the last 1, 5 and 15 minutes. */
    static String load() throws IOException {
        return String.join(
                " ",
                List.of(Files.readString(PROC.resolve("loadavg")).split(" ", 4)).subList(0, 3));
    }

    private static String processor() throws IOException {
        return value("cpuinfo", "model name");
    }

    private static long memoryGb() throws IOException {
        String kib = value("meminfo", "MemTotal").replace("kB", "").strip();
        return Math.round(Double.parseDouble(kib) / KIB_PER_GB);
    }

    private static String value(String file, String key) throws IOException {
        return Files.readAllLines(PROC.resolve(file)).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
