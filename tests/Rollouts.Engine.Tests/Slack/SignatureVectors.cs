using System.Text;
using Microsoft.AspNetCore.Http;

namespace Rollouts.Engine.Tests.Slack;

/// <summary>The signature as Slack documents it, with its published example.</summary>
public class SignatureVectors
{
    private const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    private const string Stamp = "1531420618";
    private const string Signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c");

    [Fact]
    public void Our_signature_is_the_published_one() => Assert.Equal(Signature, SlackSignature.Sign(Secret, Stamp, Body));

    [Theory]
    [InlineData(0, null)]
    [InlineData(300, null)]
    [InlineData(-300, null)]
    [InlineData(301, "the timestamp is too far from now")]
    [InlineData(-301, "the timestamp is too far from now")]
    public void It_counts_for_five_minutes_in_either_direction(int late, string? fault) => Assert.Equal(fault, Fault(late, [Secret]));

    [Fact]
    public void Two_secrets_count_while_one_is_replaced()
    {
        Assert.Null(Fault(0, ["another", Secret]));
        Assert.Null(Fault(0, [Secret, "another"]));
        Assert.Equal("the signature does not fit", Fault(0, ["another"]));
    }

    private static string? Fault(int late, string[] secrets)
    {
        var request = new DefaultHttpContext().Request;
        request.Headers[SlackSignature.TimestampHeader] = Stamp;
        request.Headers[SlackSignature.SignatureHeader] = Signature;
        return new SlackSignature(secrets, new StandingClock(DateTimeOffset.FromUnixTimeSeconds(1531420618 + late))).Fault(request, Body);
    }

    private sealed class StandingClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
