// Debian's dovecot: found where it is installed, or installed when the tests run as root in a container.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

const places = ['/usr', '/usr/local', '/opt/homebrew'];

/** The server's program. Throws, saying what to do, where there is none and none can be installed. */
export function dovecot(): string {
	const found = installed() ?? install();
	if (!found) throw new Error('no dovecot with imap: apt-get install --no-install-recommends dovecot-imapd');
	return found;
}

// Its core comes without imap, so both are looked for.
function installed(): string | undefined {
	const prefix = places.find(
		(place) =>
			existsSync(`${place}/sbin/dovecot`) &&
			['lib', 'libexec'].some((lib) => existsSync(`${place}/${lib}/dovecot/imap-login`))
	);
	return prefix && `${prefix}/sbin/dovecot`;
}

// Unpacking the package elsewhere does not do: the paths of doveconf and of the modules are compiled in.
// Where systemd runs, this is somebody's machine, and the service would start at its next boot.
function install(): string | undefined {
	if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get') || existsSync('/run/systemd/system'))
		return;
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	const apt = (...args: string[]) =>
		execFileSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { env, stdio: 'pipe' });
	const serviceless = keepServicesDown();
	try {
		apt('update');
		apt('install', '-y', '--no-install-recommends', 'dovecot-imapd');
	} finally {
		serviceless();
	}
	return installed();
}

// The package starts its service unless policy-rc.d forbids it; most images bring one that does.
function keepServicesDown(): () => void {
	const policy = '/usr/sbin/policy-rc.d';
	if (existsSync(policy)) return () => {};
	writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
	return () => rmSync(policy, { force: true });
}

export const versionOf = (program: string) =>
	/^\d+\.\d+/.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))![0];
