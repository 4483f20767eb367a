#!/bin/sh
# Builds the images without any registry of images, and tries them: `make images-check`. It needs root on Debian, with
# the packages that PACKAGES lists, and the package sources that this machine uses. Leave the checkout alone meanwhile. It prints
# sizes and times. Each image is built twice and must be the same; each is run alone; then the manifests run as pods, and
# the journey through them (tests/kubernetes/play).
set -eu
cd "$(dirname "$0")/../.."
python=${PYTHON:-.venv/bin/python}
place=build/images
podman="podman --cgroup-manager cgroupfs --runtime runc"
restricted="--rm --network host --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 --read-only --tmpfs /tmp --cap-drop all --security-opt no-new-privileges"
PACKAGES="mmdebstrap buildah podman runc catatonit netavark aardvark-dns iptables"
[ "$(id -u)" = 0 ] || { echo "This makes a base and networks of its own: run it as root." >&2; exit 1; }
for tool in $PACKAGES; do
	# Podman's own helpers are not in PATH.
	command -v "$tool" >/dev/null || [ -x "/usr/lib/podman/$tool" ] || { echo "$tool is missing: apt-get install $PACKAGES" >&2; exit 1; }
done
# What is built: two builds of different files are not the same.
sources() {
	git rev-parse HEAD
	git status --porcelain
	git diff HEAD
}
began=$(sources | sha256sum)
mkdir -p "$place/wheels"
if ! buildah images -q banyan-base >/dev/null 2>&1; then
	mmdebstrap --quiet --variant=minbase --include=python3,python3-venv,ca-certificates \
		--dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
		bookworm "$place/base.tar"
	podman import --quiet "$place/base.tar" banyan-base
fi
for target in volunteers organizations events gateway; do
	"$python" -m pip download --quiet --quiet --only-binary=:all: --no-deps --require-hashes --dest "$place/wheels" \
		--requirement "requirements/$target.txt"
done
build() { # tag
	"$python" -m deploy.images --engine buildah --base localhost/banyan-base --tag "$1" \
		--option=--isolation=chroot --option=--network=host --option=--timestamp=0 --option=--no-cache \
		--option=--quiet --option="--volume=$PWD/$place/wheels:/wheels:ro" \
		--option=--build-arg --option="PIP_OPTIONS=--no-index --find-links /wheels"
}
build check
build again
[ "$began" = "$(sources | sha256sum)" ] || { echo "The checkout changed while images were built of it: run this again." >&2; exit 1; }
for target in volunteers organizations events gateway; do
	first=$($podman image inspect --format '{{.Id}}' "localhost/banyan-$target:check")
	second=$($podman image inspect --format '{{.Id}}' "localhost/banyan-$target:again")
	[ "$first" = "$second" ] || {
		echo "banyan-$target is not the same when it is built again: $first, $second. See what differs:" >&2
		echo "diff -r \$(podman image mount localhost/banyan-$target:check) \$(podman image mount localhost/banyan-$target:again)" >&2
		exit 1
	}
	echo "banyan-$target is the same when it is built again: sha256:$first"
done
"$python" -m deploy.passport_keys "$place/keys"
echo '[{"issuer": "https://id.example.org", "audience": "banyan"}]' > "$place/keys/issuers.json"
chmod -R a+rX "$place/keys"
# A process that waits for its database and for NATS: both are at a port where nobody listens.
cat > "$place/settings" <<-'END'
	BANYAN_DATABASE_URL=postgresql://u:p@127.0.0.1:1/d
	BANYAN_NATS_URL=nats://127.0.0.1:1
	BANYAN_PASSPORT_JWKS=/keys/jwks.json
	BANYAN_PASSPORT_PRIVATE_KEY=/keys/private.pem
	BANYAN_TRUSTED_ISSUERS=/keys/issuers.json
	BANYAN_VOLUNTEERS_TARGET=127.0.0.1:1
	BANYAN_ORGANIZATIONS_TARGET=127.0.0.1:1
	BANYAN_LISTEN=127.0.0.1:0
	BANYAN_METRICS_LISTEN=127.0.0.1:0
END
for target in volunteers organizations events gateway; do
	image="localhost/banyan-$target:check"
	size=$($podman image inspect --format '{{.Size}}' "$image")
	[ "$($podman image inspect --format '{{.User}}' "$image")" = 10001:10001 ] || { echo "$image runs as another user" >&2; exit 1; }
	# Without settings a service ends with a line for each, and not with a traceback.
	if [ "$target" != gateway ]; then
		$podman run $restricted "$image" 2>&1 | grep -q '^BANYAN_DATABASE_URL: is not set' || { echo "$image does not say what it needs" >&2; exit 1; }
	fi
	log="$place/$target.log"
	before=$(date +%s%N)
	$podman run $restricted --name "check-$target" --env-file "$place/settings" --volume "$PWD/$place/keys:/keys:ro" "$image" >"$log" 2>&1 &
	until grep -q -e '"listening"' -e 'Uvicorn running' -e '"metrics"' "$log"; do
		[ $(($(date +%s%N) - before)) -lt 60000000000 ] || { cat "$log" >&2; exit 1; }
		sleep 0.1
	done
	took=$((($(date +%s%N) - before) / 1000000))
	before=$(date +%s%N)
	$podman stop --time 20 "check-$target" >/dev/null
	wait $! || true # SIGTERM reached process 1
	ended=$((($(date +%s%N) - before) / 1000000))
	[ "$ended" -lt 15000 ] || { echo "$image had to be killed" >&2; exit 1; }
	printf '%-14s %4d MiB, serves after %d ms, ends after %d ms\n' "$target" $((size / 1048576)) "$took" "$ended"
done
"$python" -m tests.kubernetes.play
