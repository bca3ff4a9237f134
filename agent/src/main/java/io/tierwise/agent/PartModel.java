package io.tierwise.agent;

import java.nio.file.Path;
import java.util.Objects;

/// How a part's model reaches its agent.
public sealed interface PartModel {

    /// A file the agent opens by its path: agent and controller see the same disk.
    record OnDisk(Path file) implements PartModel {
        public OnDisk {
            Objects.requireNonNull(file, "file");
        }
    }

    /// A small model sent whole; its external weights lie in the session settings' folder, which the agent sees.
    @SuppressWarnings("ArrayRecordComponent") // copied in and out; nobody compares two models by value
    record Bytes(byte[] model) implements PartModel {
        public Bytes {
            if (model.length == 0) {
                throw new IllegalArgumentException("a model of 0 bytes");
            }
            model = model.clone();
        }

        @Override
        public byte[] model() {
            return model.clone();
        }
    }

    /// A self-contained model file of the controller, sent in chunks and verified by its SHA-256.
    record Upload(Path file) implements PartModel {
        public Upload {
            Objects.requireNonNull(file, "file");
        }
    }
}
