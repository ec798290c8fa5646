package org.albatross.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page in Chromium. */
class PageIT {
    private static final File DRIVER = new File("/usr/bin/chromedriver");

    private WebPlatform platform;
    private ChromeDriver browser;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(DRIVER.canExecute(), "chromium-driver is not installed");
        platform = new WebPlatform(true);
        platform.create();
        Path profile = Files.createDirectory(platform.home().resolve("chromium"));
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        // The tests have no user namespaces and no /dev/shm of their own; what is loaded is the page under test alone.
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--user-data-dir=" + profile,
                "--crash-dumps-dir=" + profile);
        browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER)
                        .withEnvironment(Map.of(
                                "HOME",
                                profile.toString(),
                                "XDG_CONFIG_HOME",
                                profile.toString(),
                                "PATH",
                                "/usr/bin:/bin"))
                        .build(),
                options);
        browser.manage().window().setSize(new Dimension(1600, 1000));
    }

    @AfterEach
    void stop() {
        if (browser != null) {
            browser.quit();
        }
        if (platform != null) {
            platform.close();
        }
    }

    private WebElement await(String selector) {
        return new WebDriverWait(browser, WebPlatform.SOON).until(page -> page.findElement(By.cssSelector(selector)));
    }

    private void awaitText(String selector, String text) {
        Boolean unused = new WebDriverWait(browser, WebPlatform.SOON)
                .until(page -> page.findElements(By.cssSelector(selector)).stream()
                        .anyMatch(element -> String.valueOf(element.getDomProperty("textContent"))
                                .contains(text)));
    }

    private void login(String user, String password) {
        await("#user").clear();
        await("#user").sendKeys(user);
        await("#password").sendKeys(password, Keys.ENTER);
    }

    /** Nothing may need scrolling sideways. */
    private void assertFits(int width) {
        browser.manage().window().setSize(new Dimension(Math.max(width, 500), 900));
        Object unused = browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        assertThat(browser.executeScript(
                        "const page = document.documentElement; return page.scrollWidth - page.clientWidth"))
                .as("pixels of the page beside a window of %s", width)
                .isEqualTo(0L);
        Object unusedToo = browser.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
    }

    @Test
    void showsAndStopsAUnikernel() throws Exception {
        browser.get(platform.address());
        login("oper", "wrong wrong wrong");
        awaitText("[role=alert]", "there is no such user, or the password is another one");
        login("oper", WebPlatform.PASSWORD);

        awaitText("tbody th", "a:hello");
        assertThat(await("tbody tr .state").getText()).isEqualTo("running");
        for (int width : new int[] {360, 1600}) {
            assertFits(width);
        }
        // By the keyboard alone from here on.
        browser.executeScript("document.querySelector('tbody a').focus()");
        browser.switchTo().activeElement().sendKeys(Keys.ENTER);
        awaitText("h1", "a:hello");
        awaitText(".facts dd", "--greeting=<b>");
        if (platform.executes()) {
            awaitText(".output", "<script>document.title='taken'</script> \u27e81b\u27e9[31mabc");
        }
        for (int width : new int[] {360, 1600}) {
            assertFits(width);
        }
        assertThat(browser.getTitle()).isEqualTo("a:hello \u00b7 Albatross");

        await("[data-action=stop]").sendKeys(Keys.ENTER);
        assertThat(await("dialog h2").getText()).isEqualTo("Stop a:hello?");
        assertThat(browser.switchTo().activeElement().getText()).isEqualTo("Cancel");
        browser.switchTo().activeElement().sendKeys(Keys.ESCAPE);
        Boolean closed = new WebDriverWait(browser, WebPlatform.SOON)
                .until(page -> page.findElements(By.cssSelector("dialog")).isEmpty());
        assertThat(closed).isTrue();
        await("[data-action=stop]").sendKeys(Keys.ENTER);
        await("dialog #confirm").sendKeys(Keys.ENTER);
        awaitText(".title .state", "stopped");
        awaitText(".events td", "web oper");

        browser.get(platform.address() + "/#/events");
        awaitText(".events td", "stopped");
        await("#logout").sendKeys(Keys.ENTER);
        assertThat(await("#user").isDisplayed()).isTrue();

        login("view", WebPlatform.PASSWORD);
        browser.get(platform.address() + "/#/unikernels/a%3Ahello");
        awaitText("h1", "a:hello");
        awaitText(".title .state", "stopped");
        assertThat(browser.findElements(By.cssSelector("[data-action]"))).isEmpty();
        assertThat(errors()).isEmpty();
    }

    /** What the browser complains about, but for the answers that the test asks for. */
    private List<String> errors() {
        return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("/api/v1/session"))
                .toList();
    }
}
