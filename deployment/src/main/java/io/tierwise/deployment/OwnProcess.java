package io.tierwise.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Who a process is: its number alone is used again, number and start are not.
final class OwnProcess {

    private static final int START_AFTER_NAME = 19;

    private OwnProcess() {}

    /// Our own number, as the kernel below `root` counts.
    static long id(Path root) throws IOException {
        Path stat = root.resolve("proc/self/stat");
        if (!Files.isReadable(stat)) {
            return ProcessHandle.current().pid();
        }
        return Long.parseLong(Files.readString(stat).split(" ", 2)[0]);
    }

    /// When a process began, in clock ticks since the machine started; empty when there is no such process.
    static OptionalLong startTicks(Path root, long pid) {
        try {
            String stat = Files.readString(root.resolve("proc/" + pid + "/stat"));
            // the name in parentheses may hold blanks and parentheses of its own
            String[] rest = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return OptionalLong.of(Long.parseLong(rest[START_AFTER_NAME]));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
