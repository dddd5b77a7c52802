using Rollouts.Cli.Hosts;
using Rollouts.Cli.Verbs;

namespace Rollouts.Cli.Tests.Hosts;

/// <summary>Keys and tokens for hosts elsewhere.</summary>
public sealed class HostProofTests
{
    [Theory]
    [InlineData("https://func-rollouts.example/")]
    [InlineData("http://127.0.0.1:5080/")]
    public void A_key_and_a_token_go_into_the_headers_that_hosts_read(string host)
    {
        using var request = new HttpRequestMessage();
        Proof(host, ("ROLLOUT_KEY", " f00 "), ("ROLLOUT_TOKEN", "t0ken")).AddTo(request.Headers);
        Assert.Equal("f00", Assert.Single(request.Headers.GetValues("x-functions-key")));
        Assert.Equal("Bearer t0ken", request.Headers.Authorization!.ToString());
    }

    [Theory]
    [InlineData("ROLLOUT_KEY")]
    [InlineData("ROLLOUT_TOKEN")]
    public void No_secret_goes_over_the_network_in_plain_text(string variable) =>
        Assert.StartsWith($"{variable} is sent over https", Assert.Throws<UsageException>(() => Proof("http://rollouts.example/", (variable, "secret"))).Message, StringComparison.Ordinal);

    [Fact]
    public void What_cannot_stand_in_a_header_is_refused_and_not_shown() =>
        Assert.Equal("ROLLOUT_TOKEN holds what cannot be a key or token", Assert.Throws<UsageException>(() => Proof("https://rollouts.example/", ("ROLLOUT_TOKEN", "two words"))).Message);

    [Fact]
    public void Without_either_nothing_is_sent() => Assert.Equal(HostProof.None, Proof("http://rollouts.example/", ("ROLLOUT_KEY", "")));

    private static HostProof Proof(string host, params (string Name, string Value)[] variables) => HostProof.Of(new(host), name => variables.FirstOrDefault(each => each.Name == name).Value);
}
