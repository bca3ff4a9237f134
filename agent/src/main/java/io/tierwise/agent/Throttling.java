package io.tierwise.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// How often the control group's quota stopped this process.
interface Throttling {

    /// Stops counted since the group began.
    ///
    /// @param periods quota periods in which the group was stopped
    /// @param nanos for how long in all
    record Count(long periods, long nanos) {
        static final Count NONE = new Count(0, 0);

        Count since(Count earlier) {
            return new Count(periods - earlier.periods, nanos - earlier.nanos);
        }
    }

    Count read();

    /// Nothing is throttled where there is no quota; then nothing is read either.
    static Throttling of(Optional<Path> cpuStat) {
        if (cpuStat.isEmpty() || !Files.isReadable(cpuStat.get())) {
            return () -> Count.NONE;
        }
        return new StatFile(cpuStat.get());
    }

    /// `cpu.stat` of control groups v1 (`throttled_time`, ns) or v2 (`throttled_usec`), kept open: a
    /// reading is one system call of about 2 µs.
    final class StatFile implements Throttling {
        private final FileChannel file;

        StatFile(Path cpuStat) {
            try {
                file = FileChannel.open(cpuStat);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Count read() {
            ByteBuffer bytes = ByteBuffer.allocate(1024);
            try {
                file.read(bytes, 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return parse(new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII));
        }
    }

    static Count parse(String text) {
        long periods = 0;
        long nanos = 0;
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            if (space > 0) {
                String value = line.substring(space + 1).strip();
                switch (line.substring(0, space)) {
                    case "nr_throttled" -> periods = Long.parseLong(value);
                    case "throttled_time" -> nanos = Long.parseLong(value);
                    case "throttled_usec" -> nanos = Math.multiplyExact(Long.parseLong(value), 1000);
                    default -> {}
                }
            }
        }
        return new Count(periods, nanos);
    }
}
