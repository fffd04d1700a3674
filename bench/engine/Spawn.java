import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The peer without any bookkeeping: runs `true` COUNT times, THREADS at a time; prints seconds. */
final class Spawn {
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    int threads = Integer.parseInt(arguments[1]);
    AtomicInteger left = new AtomicInteger(count);
    CountDownLatch done = new CountDownLatch(threads);
    long began = System.nanoTime();
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform()
          .start(() -> {
            try {
              while (left.getAndDecrement() > 0) {
                new ProcessBuilder("true").start().waitFor();
              }
            } catch (Exception failure) {
              throw new IllegalStateException(failure);
            } finally {
              done.countDown();
            }
          });
    }
    done.await();
    System.out.println((System.nanoTime() - began) / 1e9);
  }
}
