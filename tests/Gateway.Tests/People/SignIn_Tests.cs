using EdgeWarning.Gateway.People;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;
using EdgeWarning.Gateway.Tests.Platform;
using EdgeWarning.Gateway.Tests.Warnings;
using Microsoft.Extensions.Options;

namespace EdgeWarning.Gateway.Tests.People;

public sealed class SignIn_Tests : IAsyncLifetime
{
    private const string Right = "the river is high";
    private const string Wrong = "the river is low";

    /// <summary>Enough to run the same code; what the real factor costs is measured, not tested.</summary>
    private const int FewIterations = 1_000;

    private static readonly SignInPlace s_desk = new("192.0.2.1", "Firefox", null);
    private static readonly SignInPlace s_stranger = new("198.51.100.7", "curl", null);

    private readonly TestFolder _folder = new();
    private readonly SetClock _clock = new(new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero));
    private readonly PeopleSettings _settings = new();
    private Database _database = null!;
    private AuditLog _audit = null!;
    private PersonStore _people = null!;
    private SessionStore _sessions = null!;
    private SignIn _signIn = null!;

    public async ValueTask InitializeAsync()
    {
        _database = Database.Open(_folder.File("gateway.db"), _clock);
        _audit = new AuditLog(_database, _clock);
        _people = new PersonStore(_database, _audit, _clock);
        _sessions = new SessionStore(_database, _audit, Options.Create(_settings), _clock);
        _signIn = With(new Passwords(FewIterations));
        await _people.Add(new Person("li.na", "李娜", Role.Officer, false, null, default, null), new Passwords(FewIterations).Hash(Right), Actor.Gateway);
    }

    public async ValueTask DisposeAsync()
    {
        _signIn.Dispose();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("li.na")]
    [InlineData(" Li.Na ")]
    public async Task The_right_password_opens_a_session(string name)
    {
        var signedIn = Assert.IsType<SignedIn>(await _signIn.Try(name, Right, s_desk));
        Assert.Equal("li.na", (await _sessions.Find(signedIn.Token))?.Person.Name);
        Assert.Null(await _sessions.Find(signedIn.Token + "x"));
        Assert.Equal(("li.na", "signed in", "192.0.2.1"), (Newest.Who, Newest.Act, Newest.Origin));
        Assert.Equal(_clock.GetUtcNow(), _people.Find("li.na")!.SignedInAt);
    }

    [Fact]
    public async Task Neither_token_nor_password_is_stored()
    {
        var signedIn = Assert.IsType<SignedIn>(await _signIn.Try("li.na", Right, s_desk));
        await _database.DisposeAsync();     // everything lies in the one file now
        var stored = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_folder.File("gateway.db")));
        Assert.Contains("li.na", stored);
        Assert.DoesNotContain(signedIn.Token, stored);
        Assert.DoesNotContain(signedIn.Browser, stored);
        Assert.DoesNotContain(Right, stored);
        Assert.Contains(System.Text.Encoding.Latin1.GetString(Secrets.HashOf(signedIn.Token)), stored);
    }

    [Theory]
    [InlineData("li.na", true)]
    [InlineData("nobody", false)]       // whether a name is anyone's shows in nothing that a stranger sees
    public async Task Five_mistakes_cost_nothing_and_then_each_doubles_the_wait(string name, bool exists)
    {
        for (var mistake = 1; mistake <= SignInFailures.FreeOfName; mistake++)
        {
            Assert.IsType<SignInRefused>(await _signIn.Try(name, Wrong, s_desk));
        }

        double[] waits = [15, 30, 60, 120, 240, 480, 900, 900];
        foreach (var seconds in waits)
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), Assert.IsType<SignInTooSoon>(await _signIn.Try(name, Wrong, s_desk)).Wait);
            _clock.Now += TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1);
            Assert.IsType<SignInTooSoon>(await _signIn.Try(name, Right, s_desk));
            _clock.Now += TimeSpan.FromMilliseconds(1);
            Assert.IsType<SignInRefused>(await _signIn.Try(name, Wrong, s_desk));
        }

        _clock.Now += SignInFailures.LongestWait;
        Assert.Equal(exists, await _signIn.Try(name, Right, s_desk) is SignedIn);
    }

    [Fact]
    public async Task The_right_password_forgives_the_mistakes_before_it()
    {
        for (var round = 0; round < 3; round++)
        {
            for (var mistake = 1; mistake < SignInFailures.FreeOfName; mistake++)
            {
                Assert.IsType<SignInRefused>(await _signIn.Try("li.na", Wrong, s_desk with { Address = $"192.0.2.{round}" }));
            }

            Assert.IsType<SignedIn>(await _signIn.Try("li.na", Right, s_desk));
        }
    }

    [Fact]
    public async Task Strangers_who_guess_at_an_officers_name_do_not_lock_the_officer_out_of_a_known_browser()
    {
        var before = Assert.IsType<SignedIn>(await _signIn.Try("li.na", Right, s_desk));
        for (var guess = 0; guess < 12; guess++)
        {
            await _signIn.Try("li.na", Wrong, s_stranger);
        }

        Assert.IsType<SignInTooSoon>(await _signIn.Try("li.na", Right, s_desk));
        var known = s_desk with { KnownBrowser = before.Browser };
        var again = Assert.IsType<SignedIn>(await _signIn.Try("li.na", Right, known));
        Assert.IsType<SignInTooSoon>(await _signIn.Try("li.na", Right, known));     // its token is used up; the new one counts
        for (var mistake = 0; mistake < SignInFailures.FreeOfName; mistake++)
        {
            Assert.IsType<SignInRefused>(await _signIn.Try("li.na", Wrong, s_desk with { KnownBrowser = again.Browser }));
        }

        Assert.IsType<SignInTooSoon>(await _signIn.Try("li.na", Right, s_desk with { KnownBrowser = again.Browser }));
    }

    [Fact]
    public async Task A_known_browser_is_known_for_its_person_only()
    {
        await _people.Add(new Person("wang", "", Role.Viewer, false, null, default, null), new Passwords(FewIterations).Hash(Right), Actor.Gateway);
        var wangs = Assert.IsType<SignedIn>(await _signIn.Try("wang", Right, s_stranger));
        for (var guess = 0; guess < SignInFailures.FreeOfName; guess++)
        {
            Assert.IsType<SignInRefused>(await _signIn.Try("li.na", Wrong, s_stranger));
        }

        Assert.IsType<SignInTooSoon>(await _signIn.Try("li.na", Wrong, s_stranger with { KnownBrowser = wangs.Browser }));
    }

    [Fact]
    public async Task An_address_that_tries_many_names_has_to_wait_for_all_of_them()
    {
        for (var guess = 0; guess < SignInFailures.FreeOfAddress; guess++)
        {
            Assert.IsType<SignInRefused>(await _signIn.Try($"name{guess}", Wrong, s_stranger));
        }

        Assert.Equal(SignInFailures.FirstWait, Assert.IsType<SignInTooSoon>(await _signIn.Try("li.na", Right, s_stranger)).Wait);
        Assert.IsType<SignedIn>(await _signIn.Try("li.na", Right, s_desk));
    }

    [Fact]
    public async Task Addresses_of_one_ipv6_network_wait_together()
    {
        for (var guess = 0; guess < SignInFailures.FreeOfAddress; guess++)
        {
            Assert.IsType<SignInRefused>(await _signIn.Try($"name{guess}", Wrong, s_stranger with { Address = $"2001:db8:1:2::{guess:x}" }));
        }

        Assert.IsType<SignInTooSoon>(await _signIn.Try("li.na", Right, s_stranger with { Address = "2001:db8:1:2:ffff::1" }));
        Assert.IsType<SignedIn>(await _signIn.Try("li.na", Right, s_stranger with { Address = "2001:db8:1:3::1" }));
    }

    [Fact]
    public async Task Guesses_that_come_all_at_once_are_counted_before_the_next_is_looked_at()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Task.Run(() => _signIn.Try("li.na", Wrong, s_stranger))));
        Assert.Equal(SignInFailures.FreeOfName, results.Count(result => result is SignInRefused));
        Assert.All(results.Where(result => result is not SignInRefused), result => Assert.IsType<SignInTooSoon>(result));
    }

    [Fact]
    public async Task A_day_without_mistakes_forgets_them_and_a_clock_set_back_makes_nobody_wait_longer()
    {
        for (var mistake = 0; mistake < 12; mistake++)
        {
            _clock.Now += SignInFailures.LongestWait;
            Assert.IsType<SignInRefused>(await _signIn.Try("li.na", Wrong, s_desk));
        }

        _clock.Now -= TimeSpan.FromDays(300);
        Assert.Equal(SignInFailures.LongestWait, Assert.IsType<SignInTooSoon>(await _signIn.Try("li.na", Right, s_desk)).Wait);
        _clock.Now += TimeSpan.FromDays(301) + TimeSpan.FromSeconds(1);
        for (var mistake = 0; mistake < SignInFailures.FreeOfName; mistake++)
        {
            Assert.IsType<SignInRefused>(await _signIn.Try("li.na", Wrong, s_desk));
        }
    }

    [Fact]
    public void Nobodys_password_takes_as_much_work_to_refuse_as_somebodys()
    {
        var passwords = new Passwords(Passwords.Iterations);
        var somebody = passwords.Hash(Right);
        Assert.InRange(WorkOf(() => passwords.Verify(null, Wrong)) / WorkOf(() => passwords.Verify(somebody, Wrong)), 0.67, 1.5);

        // Processor time of this thread alone, nanoseconds: other tests run meanwhile.
        static double WorkOf(Action act) => Enumerable.Range(0, 3).Min(_ =>
        {
            var before = Nanoseconds();
            act();
            return Nanoseconds() - before;
        });

        static double Nanoseconds() => double.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Who_may_not_come_in_is_refused_like_everyone_else_and_open_sessions_end()
    {
        var signedIn = Assert.IsType<SignedIn>(await _signIn.Try("li.na", Right, s_desk));
        await _people.Change("li.na", "李娜", Role.Officer, disabled: true, Actor.CommandLine, mayLockOut: true);
        Assert.Null(await _sessions.Find(signedIn.Token));
        Assert.IsType<SignInRefused>(await _signIn.Try("li.na", Right, s_desk));
        Assert.Equal(("sign-in refused", "li.na", "may not come in any more"), (Newest.Act, Newest.Subject, Newest.Detail));
    }

    [Fact]
    public async Task A_hash_of_less_work_is_renewed_at_the_next_sign_in()
    {
        var before = _people.FindWithHash("li.na")!.Value.Hash;
        using var stronger = With(new Passwords(2 * FewIterations));
        Assert.IsType<SignedIn>(await stronger.Try("li.na", Right, s_desk));
        var after = _people.FindWithHash("li.na")!.Value.Hash;
        Assert.NotEqual(before, after);
        Assert.Equal((true, false), new Passwords(2 * FewIterations).Verify(after, Right));
        Assert.IsType<SignedIn>(await stronger.Try("li.na", Right, s_desk));
        Assert.Equal(after, _people.FindWithHash("li.na")!.Value.Hash);
    }

    [Fact]
    public void Passwords_are_hashed_with_the_work_that_owasp_asks_for()
    {
        Assert.Equal(Passwords.Iterations, LessWork.OfTheGateway);
        var form = Convert.FromBase64String(new Passwords(Passwords.Iterations).Hash(Right));
        Assert.Equal((1, 2, 210_000, 16), (form[0], Number(form, 1), Number(form, 5), Number(form, 9)));    // format 3, HMAC-SHA512, iterations, salt bytes

        static int Number(byte[] form, int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(form.AsSpan(at));
    }

    [Theory]
    [InlineData("short", "characters; it needs 12")]
    [InlineData("aaaaaaaaaaaaaaaa", "different characters")]
    [InlineData("xx-LI.NA-2026-xx", "must not contain the name")]
    [InlineData("the river is high", null)]
    [InlineData("河水上涨请立即转移到学校操场", null)]
    public void A_weak_password_is_told_why(string password, string? why)
    {
        if (why is null)
        {
            Assert.Null(Passwords.FaultOf(password, "li.na"));
        }
        else
        {
            Assert.Contains(why, Passwords.FaultOf(password, "li.na")?.Text);
        }
    }

    [Fact]
    public async Task What_was_typed_into_the_wrong_field_is_not_written_down()
    {
        await _signIn.Try(Right, "", s_desk);
        Assert.DoesNotContain(Right, string.Join('\n', _audit.Newest(9)));
        Assert.Equal(("sign-in refused", "nobody", "192.0.2.1"), (Newest.Act, Newest.Who, Newest.Origin));
    }

    [Fact]
    public async Task A_flood_of_refusals_is_counted_and_not_written_row_by_row()
    {
        var refusals = new RefusalLog(_audit, _clock);
        for (var refusal = 0; refusal < 500; refusal++)
        {
            await refusals.Note(new Actor("nobody", "198.51.100.7"), AuditAct.Of("sign-in refused"), "", "wrong");
        }

        Assert.Equal(RefusalLog.MostRowsPerMinute, _audit.Newest(1_000).Count(row => row.Act == "sign-in refused"));
        _clock.Now += TimeSpan.FromMinutes(1);
        await refusals.Note(new Actor("nobody", "198.51.100.7"), AuditAct.Of("sign-in refused"), "", "wrong");
        Assert.Contains($"{500 - RefusalLog.MostRowsPerMinute} more", _audit.Newest(2)[1].Detail);
    }

    [Fact]
    public async Task A_session_ends_when_it_is_not_used_and_at_the_latest_after_its_life()
    {
        var idle = Assert.IsType<SignedIn>(await _signIn.Try("li.na", Right, s_desk)).Token;
        _clock.Now += _settings.SessionIdle;
        Assert.NotNull(await _sessions.Find(idle));
        _clock.Now += _settings.SessionIdle + TimeSpan.FromSeconds(1);
        Assert.Null(await _sessions.Find(idle));

        var busy = Assert.IsType<SignedIn>(await _signIn.Try("li.na", Right, s_desk)).Token;
        var began = _clock.Now;
        for (; _clock.Now <= began + _settings.SessionLife; _clock.Now += TimeSpan.FromHours(11))
        {
            Assert.NotNull(await _sessions.Find(busy));
        }

        Assert.Null(await _sessions.Find(busy));
    }

    private AuditRow Newest => _audit.Newest(1).Single();

    private SignIn With(Passwords passwords) => new(_database, _people, _sessions, passwords, _audit, new RefusalLog(_audit, _clock), _clock);
}
