package io.tierwise.agent;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// CPU time used so far, in nanoseconds.
interface CpuClock {

    /// CPU time of the calling thread.
    long threadNanos();

    /// CPU time of all threads of the process.
    long processNanos();

    /// The kernel's clocks. The JDK's own process clock steps by 10 ms, longer than most runs.
    ///
    /// @throws UnsupportedOperationException where there is no `clock_gettime`
    static CpuClock ofKernel() {
        return new KernelClock();
    }

    /// `clock_gettime(2)` by its Linux clock numbers; about 0.3 µs a reading.
    final class KernelClock implements CpuClock {
        private static final int PROCESS_CPUTIME = 2;
        private static final int THREAD_CPUTIME = 3;
        private static final long TIMESPEC_BYTES = 16;

        private final MethodHandle clockGettime;
        private final ThreadLocal<MemorySegment> timespec =
                ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(TIMESPEC_BYTES, 8));

        @SuppressWarnings("restricted") // one call of the C library, whose signature stands beside it
        KernelClock() {
            if (!"Linux".equals(System.getProperty("os.name"))) {
                throw new UnsupportedOperationException(
                        "CPU clocks are read from the Linux kernel, this is " + System.getProperty("os.name"));
            }
            Linker linker = Linker.nativeLinker();
            MemorySegment symbol = linker.defaultLookup().findOrThrow("clock_gettime");
            clockGettime = linker.downcallHandle(
                    symbol, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        }

        @Override
        public long threadNanos() {
            return read(THREAD_CPUTIME);
        }

        @Override
        public long processNanos() {
            return read(PROCESS_CPUTIME);
        }

        private long read(int clock) {
            MemorySegment time = timespec.get();
            int status;
            try {
                status = (int) clockGettime.invokeExact(clock, time);
            } catch (Throwable e) {
                throw new IllegalStateException("clock_gettime could not be called", e);
            }
            if (status != 0) {
                throw new IllegalStateException("clock_gettime(" + clock + ") failed with " + status);
            }
            return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + time.get(ValueLayout.JAVA_LONG, 8);
        }
    }
}
