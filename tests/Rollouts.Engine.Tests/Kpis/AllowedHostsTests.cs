namespace Rollouts.Engine.Tests.Kpis;

public class AllowedHostsTests
{
    [Theory]
    [InlineData("kpis.example.com", "http://kpis.example.com/x", true)]
    [InlineData("kpis.example.com", "https://KPIS.example.com/x", true)]
    [InlineData("kpis.example.com", "http://kpis.example.com:8080/x", false)]
    [InlineData("kpis.example.com:8080", "http://kpis.example.com:8080/x", true)]
    [InlineData("kpis.example.com:8080", "http://kpis.example.com/x", false)]
    [InlineData("kpis.example.com:*", "http://kpis.example.com:8080/x", true)]
    [InlineData("kpis.example.com", "http://kpis.example.com.evil.test/", false)]
    [InlineData("kpis.example.com", "http://evil.test/?kpis.example.com", false)]
    [InlineData("kpis.example.com", "http://kpis.example.com@evil.test/", false)]
    [InlineData("*.example.com", "http://a.b.example.com/", true)]
    [InlineData("*.example.com", "http://example.com/", false)]
    [InlineData("*.example.com", "http://badexample.com/", false)]
    [InlineData("127.0.0.1:9090", "http://127.0.0.1:9090/", true)]
    [InlineData("127.0.0.1:9090", "http://localhost:9090/", false)]
    [InlineData("127.0.0.1", "http://2130706433/", true)]
    [InlineData("[::1]:9090", "http://[::1]:9090/", true)]
    [InlineData("[::1]", "http://[::1]/", true)]
    [InlineData("example.com", "ftp://example.com/", false)]
    [InlineData("example.com:*", "file://example.com/etc/passwd", false)]
    public void A_pattern_allows_what_it_names(string pattern, string url, bool allowed) =>
        Assert.Equal(allowed, new AllowedHosts([pattern]).Allows(new(url)));

    [Theory]
    [InlineData("*")]
    [InlineData("")]
    [InlineData("http://example.com")]
    [InlineData("example.com:web")]
    [InlineData("example.com:99999")]
    [InlineData("exa*mple.com")]
    public void What_is_no_pattern_is_refused(string pattern) =>
        Assert.Equal($"'{pattern}' is not a host, host:port or host:*", Assert.Throws<FormatException>(() => new AllowedHosts([pattern])).Message);

    [Fact]
    public void An_empty_list_allows_nothing() => Assert.False(new AllowedHosts([]).Allows(new("http://localhost/")));
}
