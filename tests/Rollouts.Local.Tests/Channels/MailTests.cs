namespace Rollouts.Local.Tests.Channels;

/// <summary>Posts by mail, to a server that speaks SMTP.</summary>
public class MailTests
{
    [Fact]
    public async Task A_prompt_reaches_the_channel_and_those_who_are_asked_and_says_how_to_answer()
    {
        await using var house = await ChannelHouse.StartAsync();
        var request = await house.AskedAsync();
        var mail = await house.MailAsync(mail => mail.Header("Subject").Contains("Approve P1 One in ten", StringComparison.Ordinal));
        Assert.Equal(["launch@example.com", "ada@example.com", "product@example.com"], mail.To);
        Assert.Contains($"rollout approve small --request \"{request.Request}\"", mail.Body, StringComparison.Ordinal);
        Assert.Contains($$"""or POST https://rollouts.example/api/rollouts/small/commands  {"command":"approve","request":"{{request.Request}}"}""", mail.Body, StringComparison.Ordinal);
        Assert.Contains("Changes  every phase has then passed; the launch can be closed", mail.Body, StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.All(mail.Text.Split("\r\n"), line => Assert.True(line.Length <= 998, "a line is longer than mail allows"));
    }

    [Fact]
    public async Task Who_stands_in_is_told_so_and_is_written_to_from_then_on()
    {
        await using var house = await ChannelHouse.StartAsync();
        await house.LaunchAsync();
        await house.GiveAsync((id, at) => new Input.Delegate(id, at, Actor.Of("pat"), "dora", TimeSpan.FromDays(2), "on a plane"));
        var told = await house.MailAsync(mail => mail.Body.Contains("dora stands in for pat", StringComparison.Ordinal));
        Assert.Contains("dora@example.com", told.To);
        await house.GiveAsync((id, at) => new Input.Mark(id, at, Actor.Of("ada"), "ready", true, null, ""));
        await house.UntilAsync(state => state.Main is { Phase: 0, Stage: TrackStage.Running });
        await house.GiveAsync((id, at) => new Input.Mark(id, at, Actor.Of("ada"), "looked-at", true, null, ""));
        var prompt = await house.MailAsync(mail => mail.Header("Subject").Contains("Approve P1 One in ten", StringComparison.Ordinal));
        Assert.Contains("dora@example.com", prompt.To);
        Assert.Contains("dora for pat", prompt.Body, StringComparison.Ordinal);
        var request = (await house.UntilAsync(state => state.Gates.Values.Any(gate => gate.Approval is not null))).Gates.Values.First(gate => gate.Approval is not null).Approval!.Request;
        await house.GiveAsync((id, at) => new Input.Approve(id, at, Actor.Of("dora"), request, ""));
    }

    [Fact]
    public async Task A_repeat_carries_the_same_Message_ID_and_an_answer_names_the_mail_it_belongs_to()
    {
        await using var house = await ChannelHouse.StartAsync();
        house.Mail.Trouble["end of data"] = "";
        var request = await house.AskedAsync();
        await house.MailAsync(mail => mail.Header("Subject").Contains("Approve P1 One in ten", StringComparison.Ordinal));
        await house.GiveAsync((id, at) => new Input.Reject(id, at, Actor.Of("ada"), request.Request, "not today"));
        var reply = await house.MailAsync(mail => mail.Headers.Any(header => header.StartsWith("In-Reply-To:", StringComparison.Ordinal)) && mail.Body.Contains("not today", StringComparison.Ordinal));
        var first = house.Mail.Mails.First();
        Assert.Equal(2, house.Mail.Mails.Count(mail => mail.Header("Message-ID") == first.Header("Message-ID")));
        Assert.Matches(@"^<small\.1\.[0-9]+\.[0-9a-f]{8}@example\.com>$", first.Header("Message-ID"));
        var asked = await house.MailAsync(mail => mail.Header("Subject").Contains("Approve P1 One in ten", StringComparison.Ordinal));
        Assert.Equal(asked.Header("Message-ID"), reply.Header("In-Reply-To"));
        Assert.Contains((await house.EventsAsync()).OfType<RolloutEvent.EffectDone>(), done => done.Receipt == "mail:" + first.Header("Message-ID"));
    }

    [Fact]
    public async Task What_people_write_cannot_add_a_header_or_end_the_mail()
    {
        await using var house = await ChannelHouse.StartAsync();
        await house.LaunchAsync();
        await house.GiveAsync((id, at) => new Input.Pause(id, at, Actor.Of("ada"), "stop\r\nBcc: thief@example.com\r\n\r\n.\r\nQUIT\r\n"));
        var mail = await house.MailAsync(mail => mail.Body.Contains("thief@example.com", StringComparison.Ordinal));
        Assert.Equal(["launch@example.com"], mail.To);
        Assert.DoesNotContain(mail.Headers, header => header.StartsWith("Bcc", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("not read", mail.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MAIL", "421 4.3.2 going down")]
    [InlineData("RCPT", "450 4.2.1 later")]
    [InlineData("DATA", "451 4.3.0 local error")]
    [InlineData("EHLO", "")]
    public async Task What_passes_is_tried_again(string command, string answer)
    {
        await using var house = await ChannelHouse.StartAsync();
        house.Mail.Trouble[command] = answer;
        await house.LaunchAsync();
        var state = await house.UntilAsync(state => state.Pending.IsEmpty);
        Assert.Empty(state.Incidents);
        Assert.Contains(house.Mail.Mails, mail => mail.Header("Subject").Contains("Launch: Small launch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_becomes_one_incident_and_the_post_goes_where_others_go()
    {
        await using var house = await ChannelHouse.StartAsync();
        house.Mail.Trouble["MAIL"] = "550 5.7.1 we do not know you";
        await house.LaunchAsync();
        var state = await house.UntilAsync(state => state.Pending.IsEmpty && !state.Incidents.IsEmpty);
        Assert.Equal("nothing reaches #launch: the mail server refuses (550)", Assert.Single(state.Incidents.Values).Title);
        Assert.Contains("starter started Small launch", house.Posts(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_server_takes_some_addresses_the_others_become_an_incident()
    {
        await using var house = await ChannelHouse.StartAsync();
        house.Mail.Trouble["RCPT TO:<board@example.com>"] = "550 5.1.1 no such mailbox";
        await house.TakeBackAsync("it hurts");
        var state = await house.UntilAsync(state => state.Incidents.Values.Any(incident => incident.Title.Contains("everybody", StringComparison.Ordinal)));
        Assert.Contains("takes 1 of 2 addresses of everybody not (550)", Assert.Single(state.Incidents.Values).Title, StringComparison.Ordinal);
        Assert.Equal(["all@example.com"], (await house.MailAsync(mail => mail.Body.Contains("Back to nobody", StringComparison.Ordinal))).To);
    }

    [Fact]
    public async Task Nothing_is_sent_in_the_clear_to_a_server_without_encryption()
    {
        await using var house = await ChannelHouse.StartAsync(house => house.Settings(startTls: true, user: "rollouts"));
        await house.LaunchAsync();
        var state = await house.UntilAsync(state => !state.Incidents.IsEmpty);
        Assert.Contains("does not offer what is needed", Assert.Single(state.Incidents.Values).Title, StringComparison.Ordinal);
        Assert.DoesNotContain(house.Mail.Clear, line => line.StartsWith("MAIL", StringComparison.Ordinal) || line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_trusted_gets_neither_login_nor_mail()
    {
        await using var house = await ChannelHouse.StartAsync(house => house.Settings(startTls: true, user: "rollouts"));
        (house.Mail.OffersStartTls, house.Mail.OffersLogin) = (true, true);
        await house.LaunchAsync();
        var state = await house.UntilAsync(state => !state.Incidents.IsEmpty);
        Assert.Contains("certificate", Assert.Single(state.Incidents.Values).Title, StringComparison.Ordinal);
        Assert.Empty(house.Mail.Mails);
    }

    [Fact]
    public async Task A_login_is_given_where_the_server_asks_for_it()
    {
        await using var house = await ChannelHouse.StartAsync(house => house.Settings(user: "rollouts"));
        house.Mail.OffersLogin = true;
        await house.LaunchAsync();
        Assert.Equal("rollouts:correct horse", (await house.MailAsync(_ => true)).Login);
    }
}
