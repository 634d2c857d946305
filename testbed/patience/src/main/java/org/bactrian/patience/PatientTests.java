package org.bactrian.patience;

import java.nio.file.NoSuchFileException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets every wait of a test last as long as a busy machine may need: a condition that comes true is
 * seen at once all the same, and one that never does fails a minute later. A file that a condition
 * reads may come later than the first look at it.
 */
public final class PatientTests implements LauncherSessionListener {

  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    Awaitility.setDefaultTimeout(LONGEST_WAIT);
    Awaitility.ignoreExceptionByDefault(NoSuchFileException.class);
  }
}
