package io.imprimatur.system;

import static io.imprimatur.system.House.house;

import io.imprimatur.launcher.journey.DemoUsers;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The machine's own Chromium, without a window. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SCREENS = Path.of("target", "screens");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
        driver.manage().window().setSize(new Dimension(1280, 960));
    }

    /** Opens it; where there is none the test is skipped with the reason, unless the environment requires it. */
    static Browser open() {
        Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
        Optional<Path> driver = program("chromedriver");
        if (chromium.isEmpty() || driver.isEmpty()) {
            String reason = "No Chromium with its driver was found on the path: the browser's journey was skipped."
                    + " Debian has it as chromium and chromium-driver.";
            if (Boolean.parseBoolean(System.getenv("IMPRIMATUR_BROWSER_REQUIRED"))) {
                throw new AssertionError(reason.replace("was skipped", "cannot be skipped here"));
            }
            Assumptions.abort(reason);
        }
        ChromeOptions options =
                new ChromeOptions().setBinary(chromium.orElseThrow().toFile());
        options.addArguments("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--no-sandbox");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(driver.orElseThrow().toFile())
                .usingAnyFreePort()
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<Path> program(String... names) {
        return Arrays.stream(names)
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a page of the engine's applications and logs in at Keycloak on the way. */
    void logIn(String user, String page) {
        driver.get(house().base.resolve(page).toString());
        type(By.id("username"), user);
        type(By.id("password"), DemoUsers.password(user));
        click(By.cssSelector("[type=submit]"));
    }

    /** Goes to a page; within an application without loading it anew. */
    void open(String page) {
        driver.get(house().base.resolve(page).toString());
    }

    /** What the page has asked of the interfaces since it was loaded, each with the status of its answer. */
    List<String> asked() {
        Object answers = driver.executeScript("return performance.getEntriesByType('resource')"
                + ".filter(e => e.name.includes('/api/')).map(e => e.responseStatus + ' ' + e.name)");
        return ((List<?>) answers).stream().map(String::valueOf).toList();
    }

    WebElement seen(By what) {
        return waiting().until(ExpectedConditions.visibilityOfElementLocated(what));
    }

    /** Whether a person sees any of these now. */
    boolean isShown(By what) {
        return driver.findElements(what).stream().anyMatch(WebElement::isDisplayed);
    }

    /** Scrolls to it, as a person does, and clicks. */
    void click(By what) {
        WebElement element = waiting().until(ExpectedConditions.elementToBeClickable(what));
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    void type(By where, String text) {
        seen(where).sendKeys(text);
    }

    /** Scrolls to it. */
    void show(By where) {
        driver.executeScript("arguments[0].scrollIntoView()", seen(where));
    }

    void awaitText(By where, String text) {
        waiting().until(ExpectedConditions.textToBePresentInElementLocated(where, text));
    }

    void awaitGone(By what) {
        waiting().until(ExpectedConditions.invisibilityOfElementLocated(what));
    }

    void await(String what, BooleanSupplier holds) {
        waiting().withMessage(what).until(page -> holds.getAsBoolean());
    }

    String text(By what) {
        return seen(what).getText();
    }

    ChromeDriver driver() {
        return driver;
    }

    /** Keeps a picture of the page as it is now, for people to look at. */
    void picture(String name) {
        try {
            Files.createDirectories(SCREENS);
            Files.write(SCREENS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WebDriverWait waiting() {
        return new WebDriverWait(driver, PATIENCE);
    }

    /** Keeps what was seen last, for whoever asks why a test failed. */
    @Override
    public void close() {
        picture("last-seen");
        driver.quit();
    }
}
