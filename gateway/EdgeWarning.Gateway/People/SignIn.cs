using Dapper;
using EdgeWarning.Gateway.Platform.Audit;
using EdgeWarning.Gateway.Platform.Storage;

namespace EdgeWarning.Gateway.People;

/// <summary>What came of a try to sign in.</summary>
public abstract record SignInResult;

/// <param name="Token">For the session's cookie.</param>
/// <param name="Browser">For the cookie by which this browser is known next time.</param>
public sealed record SignedIn(Person Person, string Token, string Browser) : SignInResult;

/// <summary>Name or password is wrong, or the person may not come in: whoever asks is not told which.</summary>
public sealed record SignInRefused : SignInResult;

/// <summary>Too many mistakes, or too many who try at this moment.</summary>
public sealed record SignInTooSoon(TimeSpan Wait) : SignInResult;

/// <summary>Where somebody tries to sign in.</summary>
/// <param name="Browser">As it calls itself.</param>
/// <param name="KnownBrowser">The token of a browser that has been used before; null when it is new.</param>
public sealed record SignInPlace(string Address, string Browser, string? KnownBrowser);

/// <summary>
/// Lets people in. One password is looked at after another, however many come at once: so mistakes are counted before the next guess, and
/// guessing never takes more than one processor from the warnings.
/// </summary>
public sealed class SignIn(
    Database database, PersonStore people, SessionStore sessions, Passwords passwords, AuditLog audit, RefusalLog refusals, TimeProvider clock) : IDisposable
{
    private const int MostWaiting = 20;

    private static readonly TimeSpan s_waitWhenBusy = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _one = new(1);
    private int _waiting;

    public async Task<SignInResult> Try(string name, string password, SignInPlace place, CancellationToken stopping = default)
    {
        var subject = SubjectOf(Person.Normal(name), place);
        if (WaitOf(subject, place) is { Ticks: > 0 } wait)
        {
            return await TooSoon(place, wait);
        }

        return await InTurn(async () => WaitOf(subject, place) is { Ticks: > 0 } late ? await TooSoon(place, late) : await Look(Person.Normal(name), password, subject, place), stopping);
    }

    /// <summary>Whether this is the person's password; counts as a try.</summary>
    public async Task<SignInResult> Check(Person person, string password, SignInPlace place, CancellationToken stopping = default)
    {
        var subject = SignInFailures.OfName(person.Name);
        return WaitOf(subject, place) is { Ticks: > 0 } wait
            ? new SignInTooSoon(wait)
            : await InTurn(async () => passwords.Verify(people.FindWithHash(person.Name)?.Hash, password).Right
                ? new SignedIn(person, "", "")
                : await Refuse(person, subject, place, "wrong password"), stopping);
    }

    /// <summary>Makes a person and lets them in when they know a secret; who does not has made a mistake like any other, counted for the address alone.</summary>
    /// <param name="fits">Whether the secret is right.</param>
    /// <param name="add">Stores the person with the password's hash; false when somebody else was first.</param>
    public Task<SignInResult> TryWithSecret(Func<bool> fits, Person person, string password, Func<string, Task<bool>> add, SignInPlace place, CancellationToken stopping = default)
    {
        var subject = SignInFailures.OfAddress(place.Address);
        return InTurn(
            async () => WaitOf(subject, place) is { Ticks: > 0 } wait ? await TooSoon(place, wait)
                : fits() && await add(passwords.Hash(password)) ? await Begin(person, place, null, default)
                : await Refuse(null, subject, place, "wrong set-up code"),
            stopping);
    }

    /// <summary>Hashes a new password, in turn with all that takes as long.</summary>
    public async Task<string> Hash(string password, CancellationToken stopping = default)
    {
        await _one.WaitAsync(stopping);
        try
        {
            return await Task.Run(() => passwords.Hash(password), stopping);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<SignInResult> InTurn(Func<Task<SignInResult>> look, CancellationToken stopping)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > MostWaiting)
            {
                return new SignInTooSoon(s_waitWhenBusy);
            }

            await _one.WaitAsync(stopping);
            try
            {
                return await Task.Run(look, stopping);
            }
            finally
            {
                _one.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<SignInResult> Look(string name, string password, string subject, SignInPlace place)
    {
        var found = people.FindWithHash(name);
        var (right, renew) = passwords.Verify(found?.Hash, password);
        return right && found is { Person: { DisabledAt: null } person }
            ? await Begin(person, place, renew ? passwords.Hash(password) : null, default, subject)
            : await Refuse(found?.Person, subject, place, found is null ? "no such person" : right ? "may not come in any more" : "wrong password");
    }

    private Task<SignedIn> Begin(Person person, SignInPlace place, string? newHash, CancellationToken stopping, string? subject = null)
    {
        var signedIn = new SignedIn(person, Secrets.Make(), Secrets.Make());
        return database.Write(
            (db, transaction) =>
            {
                var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
                sessions.Begin(db, transaction, person.Name, signedIn.Token, place.Address, place.Browser);
                KnownBrowsers.Replace(db, transaction, person.Name, place.KnownBrowser, signedIn.Browser, nowMs);
                db.Execute("UPDATE people SET signed_in_ms = @nowMs WHERE name = @Name", new { nowMs, person.Name }, transaction);
                if (newHash is not null)
                {
                    PersonStore.Renew(db, transaction, person.Name, newHash);
                }

                if (subject is not null)
                {
                    SignInFailures.Forget(db, transaction, subject);
                }

                audit.Append(db, transaction, new AuditEntry(person.Name, AuditAct.Of("signed in"), person.Name, place.Browser, place.Address));
                return signedIn;
            },
            stopping);
    }

    // The name that was typed is only written when it is someone's: people type passwords into the wrong field.
    private async Task<SignInResult> Refuse(Person? person, string subject, SignInPlace place, string why)
    {
        var count = await database.Write((db, transaction) =>
        {
            var now = clock.GetUtcNow();
            var address = SignInFailures.OfAddress(place.Address);
            SignInFailures.Count(db, transaction, address, now);
            return subject == address ? 0 : SignInFailures.Count(db, transaction, subject, now);
        });
        var wait = SignInFailures.WaitAfter(count, SignInFailures.FreeOfName);
        await refusals.Note(
            new Actor(person?.Name ?? "nobody", place.Address), AuditAct.Of("sign-in refused"), person?.Name ?? "", wait > TimeSpan.Zero ? $"{why}; locked for {wait.TotalSeconds:F0} s" : why);
        return new SignInRefused();
    }

    private async Task<SignInResult> TooSoon(SignInPlace place, TimeSpan wait)
    {
        await refusals.Note(new Actor("nobody", place.Address), AuditAct.Of("sign-in refused"), "", $"too many mistakes: {wait.TotalSeconds:F0} s to wait");
        return new SignInTooSoon(wait);
    }

    private string SubjectOf(string name, SignInPlace place) =>
        place.KnownBrowser is { } known && Secrets.HashOf(known) is var hash && database.Read(db => KnownBrowsers.IsOf(db, hash, name))
            ? SignInFailures.OfBrowser(hash)
            : SignInFailures.OfName(name);

    private TimeSpan WaitOf(string subject, SignInPlace place) => database.Read(db =>
    {
        var now = clock.GetUtcNow();
        var address = SignInFailures.OfAddress(place.Address);
        var ofAddress = SignInFailures.Left(db, address, SignInFailures.FreeOfAddress, now);
        var ofSubject = subject == address ? ofAddress : SignInFailures.Left(db, subject, SignInFailures.FreeOfName, now);
        return ofSubject > ofAddress ? ofSubject : ofAddress;
    });
}
