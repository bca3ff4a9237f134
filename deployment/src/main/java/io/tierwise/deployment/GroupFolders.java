package io.tierwise.deployment;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// Makes, writes and removes control groups: folders that the kernel fills with files.
interface GroupFolders {

    void create(Path group) throws IOException;

    void remove(Path group) throws IOException;

    /// The file exists already: the kernel made it with the folder.
    void write(Path file, String text) throws IOException;

    /// The kernel's own.
    static GroupFolders kernel() {
        return new Kernel();
    }

    /// Removing a group fails for some milliseconds after its last process has ended.
    record Kernel() implements GroupFolders {
        private static final int TRIES = 100;
        private static final Duration PAUSE = Duration.ofMillis(10);

        @Override
        public void create(Path group) throws IOException {
            Files.createDirectory(group);
        }

        @Override
        public void remove(Path group) throws IOException {
            for (int tried = 1; ; tried++) {
                try {
                    Files.delete(group);
                    return;
                } catch (NoSuchFileException e) {
                    return;
                } catch (DirectoryNotEmptyException e) {
                    throw e;
                } catch (FileSystemException e) {
                    if (tried == TRIES) {
                        throw e;
                    }
                    pause(e);
                }
            }
        }

        @Override
        public void write(Path file, String text) throws IOException {
            Files.writeString(file, text, StandardOpenOption.WRITE);
        }

        private static void pause(FileSystemException cause) throws FileSystemException {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cause.addSuppressed(e);
                throw cause;
            }
        }
    }
}
