using Rollouts.Engine;

namespace Rollouts.Local.Tests.Channels;

/// <summary>Settings that are wrong are named, and no secret is.</summary>
public class ChannelSettingsTests
{
    [Fact]
    public void What_is_wrong_is_named_without_its_secret()
    {
        var problems = new ChannelSettings
        {
            Mail = new() { Host = "", Port = 0, From = "nobody\r\nBcc: x@y.z", User = "u", StartTls = false, Password = "hidden", Channels = { ["#a"] = ["not an address"] }, People = { ["ada"] = "ada@exämple.com, b@c.d" } },
            Webhooks = { ["status"] = new() { Url = "ftp://x", Secrets = ["c2hvcnQtc2VjcmV0"] }, ["none"] = new() { Url = "https://example.com" } },
            Pages = new("relative", UriKind.Relative),
        }.Problems();
        string[] named = ["Mail: Host", "Mail: Port", "Mail: From", "Mail: StartTls", "Mail: Channels: '#a'", "Mail: People: 'ada'", "Webhooks: status: Url", "Webhooks: status: Secrets", "Webhooks: none: Secrets", "Pages"];
        Assert.All(named, name => Assert.Contains(problems, problem => problem.StartsWith(name, StringComparison.Ordinal)));
        Assert.DoesNotContain(problems, problem => problem.Contains("hidden", StringComparison.Ordinal) || problem.Contains("c2hvcnQ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"mail": {"hots": "a-secret"}}""", "$.mail.hots")]
    [InlineData("""{"webhooks": {"x": {"url": "https://e.x", "secrets": "a-secret"}}}""", "$.webhooks.x.secrets")]
    [InlineData("a-secret", "$")]
    public void What_cannot_be_read_is_said_with_its_place_and_without_its_content(string json, string place)
    {
        var problem = Assert.Throws<FormatException>(() => ChannelSettings.Read(json));
        Assert.EndsWith(place, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_anything_said_there_is_nothing_wrong_and_no_way() => Assert.True(new ChannelSettings().Problems().IsEmpty && new ChannelSettings().IsEmpty);
}
